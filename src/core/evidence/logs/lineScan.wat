;; Lines of a log into hashes that are the same for lines that differ in numbers only. `npm run wasm` assembles it into lineScanBinary.ts.
;;
;; A byte is part of a word if it is a letter, a digit, `_`, or 128 and more; everything else stands between words. A word with a digit among its
;; first 48 bytes is a number, and all numbers are alike. What stands between two numbers is text, and is hashed as it is, 8 bytes at a time, each time by
;; two products, the first of which is turned by half: with one, a change in the last byte of eight was undone by one in the next eight.
;;
;; The line is looked at in blocks of 64 bytes, each of which is three masks with a bit for each byte. A block is used as far as what it holds is whole;
;; the next one begins behind that.
(module
  ;; 64 bytes for results and for the newline before the first line, 1 MiB of lines, and as much behind them as a block may reach.
  (memory (export "memory") 18)

  (global $hash (mut i64) (i64.const 0))

  ;; Takes [p, limit), or as much of it as stands before a newline, into the hash. Returns where the newline stands, or -1.
  (func $span (param $p i32) (param $limit i32) (result i32)
    (local $hash i64)
    ;; of 16 bytes
    (local $bytes v128) (local $isDigit v128)
    (local $zero v128) (local $ten v128) (local $lower v128) (local $a v128) (local $letters v128) (local $underscore v128)
    ;; of the block
    (local $words i64) (local $digits i64) (local $newlines i64)
    (local $length i32) (local $used i32) (local $isLast i32) (local $whole i32) (local $newline i32)
    ;; whether the block begins inside of a number, or of a word that is none
    (local $inNumber i32) (local $inWord i32)
    ;; offsets in the block: what is hashed already ends at $at; the next digit, and where its word begins and ends
    (local $at i32) (local $digit i32) (local $begin i32) (local $end i32)
    (local $from i32) (local $bit i64) (local $rest i64)
    (local.set $zero (v128.const i8x16 48 48 48 48 48 48 48 48 48 48 48 48 48 48 48 48))
    (local.set $ten (v128.const i8x16 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10))
    (local.set $lower (v128.const i8x16 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32))
    (local.set $a (v128.const i8x16 97 97 97 97 97 97 97 97 97 97 97 97 97 97 97 97))
    (local.set $letters (v128.const i8x16 26 26 26 26 26 26 26 26 26 26 26 26 26 26 26 26))
    (local.set $underscore (v128.const i8x16 95 95 95 95 95 95 95 95 95 95 95 95 95 95 95 95))
    (local.set $hash (global.get $hash))
    (local.set $newline (i32.const -1))
    (block $done
      (loop $block
        ;; The masks. Ten is a newline, too; the upper bit, of which a mask is made, is set in bytes of 128 and more.
        (local.set $words (i64.const 0))
        (local.set $digits (i64.const 0))
        (local.set $newlines (i64.const 0))
        (block $classified
          (local.set $bytes (v128.load (local.get $p)))
          (local.set $isDigit (i8x16.lt_u (i8x16.sub (local.get $bytes) (local.get $zero)) (local.get $ten)))
          (local.set $digits (i64.or (local.get $digits)
            (i64.extend_i32_u (i8x16.bitmask (local.get $isDigit)))))
          (local.set $words (i64.or (local.get $words)
            (i64.extend_i32_u (i8x16.bitmask (v128.or
              (v128.or (local.get $isDigit) (local.get $bytes))
              (v128.or
                (i8x16.lt_u (i8x16.sub (v128.or (local.get $bytes) (local.get $lower)) (local.get $a)) (local.get $letters))
                (i8x16.eq (local.get $bytes) (local.get $underscore))))))))
          (local.set $newlines (i64.or (local.get $newlines)
            (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes) (local.get $ten))))))
          (local.set $bytes (v128.load offset=16 (local.get $p)))
          (local.set $isDigit (i8x16.lt_u (i8x16.sub (local.get $bytes) (local.get $zero)) (local.get $ten)))
          (local.set $digits (i64.or (local.get $digits)
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (local.get $isDigit))) (i64.const 16))))
          (local.set $words (i64.or (local.get $words)
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (v128.or
              (v128.or (local.get $isDigit) (local.get $bytes))
              (v128.or
                (i8x16.lt_u (i8x16.sub (v128.or (local.get $bytes) (local.get $lower)) (local.get $a)) (local.get $letters))
                (i8x16.eq (local.get $bytes) (local.get $underscore)))))) (i64.const 16))))
          (local.set $newlines (i64.or (local.get $newlines)
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes) (local.get $ten)))) (i64.const 16))))
          (br_if $classified (i64.ne (local.get $newlines) (i64.const 0)))
          (local.set $bytes (v128.load offset=32 (local.get $p)))
          (local.set $isDigit (i8x16.lt_u (i8x16.sub (local.get $bytes) (local.get $zero)) (local.get $ten)))
          (local.set $digits (i64.or (local.get $digits)
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (local.get $isDigit))) (i64.const 32))))
          (local.set $words (i64.or (local.get $words)
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (v128.or
              (v128.or (local.get $isDigit) (local.get $bytes))
              (v128.or
                (i8x16.lt_u (i8x16.sub (v128.or (local.get $bytes) (local.get $lower)) (local.get $a)) (local.get $letters))
                (i8x16.eq (local.get $bytes) (local.get $underscore)))))) (i64.const 32))))
          (local.set $newlines (i64.or (local.get $newlines)
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes) (local.get $ten)))) (i64.const 32))))
          (local.set $bytes (v128.load offset=48 (local.get $p)))
          (local.set $isDigit (i8x16.lt_u (i8x16.sub (local.get $bytes) (local.get $zero)) (local.get $ten)))
          (local.set $digits (i64.or (local.get $digits)
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (local.get $isDigit))) (i64.const 48))))
          (local.set $words (i64.or (local.get $words)
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (v128.or
              (v128.or (local.get $isDigit) (local.get $bytes))
              (v128.or
                (i8x16.lt_u (i8x16.sub (v128.or (local.get $bytes) (local.get $lower)) (local.get $a)) (local.get $letters))
                (i8x16.eq (local.get $bytes) (local.get $underscore)))))) (i64.const 48))))
          (local.set $newlines (i64.or (local.get $newlines)
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $bytes) (local.get $ten)))) (i64.const 48)))))

        ;; How much of the block belongs to the line.
        (local.set $used (i32.sub (local.get $limit) (local.get $p)))
        (local.set $isLast (i32.le_s (local.get $used) (i32.const 64)))
        (local.set $used (select (local.get $used) (i32.const 64) (local.get $isLast)))
        (if (i64.ne (local.get $newlines) (i64.const 0)) (then
          (if (i32.lt_s (i32.wrap_i64 (i64.ctz (local.get $newlines))) (local.get $used)) (then
            (local.set $used (i32.wrap_i64 (i64.ctz (local.get $newlines))))
            (local.set $newline (i32.add (local.get $p) (local.get $used)))
            (local.set $isLast (i32.const 1))))))
        (if (i32.lt_s (local.get $used) (i32.const 64)) (then
          (local.set $bit (i64.sub (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $used))) (i64.const 1)))
          (local.set $words (i64.and (local.get $words) (local.get $bit)))
          (local.set $digits (i64.and (local.get $digits) (local.get $bit)))))

        ;; The word that began before: its digits are no news, and what is left of a number is skipped.
        (local.set $at (i32.const 0))
        (if (i32.or (local.get $inNumber) (local.get $inWord)) (then
          (local.set $length (i32.wrap_i64 (i64.ctz (i64.xor (local.get $words) (i64.const -1)))))
          (if (i32.eq (local.get $length) (i32.const 64))
            (then
              (local.set $digits (i64.const 0))
              (if (local.get $inNumber) (then
                (br_if $done (local.get $isLast))
                (local.set $p (i32.add (local.get $p) (i32.const 64)))
                (br $block))))
            (else
              (local.set $digits (i64.shl (i64.shr_u (local.get $digits) (i64.extend_i32_u (local.get $length))) (i64.extend_i32_u (local.get $length))))
              (if (local.get $inNumber) (then
                (local.set $at (local.get $length))
                (local.set $inNumber (i32.const 0))
                (br_if $done (i32.and (local.get $isLast) (i32.eq (local.get $length) (local.get $used))))))))))

        ;; What is whole: all but the word at the end, unless its first 48 bytes tell already that it is no number.
        (local.set $whole (local.get $used))
        (if (i32.eqz (local.get $isLast)) (then
          (local.set $whole (i32.sub (i32.const 64) (i32.wrap_i64 (i64.clz (i64.xor (local.get $words) (i64.const -1))))))
          (if (i32.lt_s (local.get $whole) (i32.const 16)) (then
            (if (i64.eqz (i64.and (i64.shr_u (local.get $digits) (i64.extend_i32_u (local.get $whole))) (i64.const 0xffffffffffff))) (then
              (local.set $whole (i32.const 64))))))))

        ;; Each number, with the text before it.
        (loop $number
          (local.set $bit (i64.shr_u (local.get $digits) (i64.extend_i32_u (local.get $at))))
          (if (i64.ne (local.get $bit) (i64.const 0)) (then
            (local.set $digit (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $bit)))))
            (local.set $begin (i32.sub (i32.const 64) (i32.wrap_i64 (i64.clz (i64.and
              (i64.xor (local.get $words) (i64.const -1))
              (i64.sub (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $digit))) (i64.const 1)))))))
            (local.set $end (i32.add (local.get $digit) (i32.wrap_i64 (i64.ctz (i64.xor
              (i64.shr_u (local.get $words) (i64.extend_i32_u (local.get $digit)))
              (i64.const -1))))))
            (if (i32.ge_s (i32.sub (local.get $digit) (local.get $begin)) (i32.const 48)) (then
              ;; A word, with digits far behind its beginning.
              (local.set $digits (select
                (i64.const 0)
                (i64.shl (i64.shr_u (local.get $digits) (i64.extend_i32_u (local.get $end))) (i64.extend_i32_u (local.get $end)))
                (i32.eq (local.get $end) (i32.const 64))))
              (br $number)))
            (local.set $length (i32.sub (local.get $begin) (local.get $at)))
            (local.set $from (i32.add (local.get $p) (local.get $at)))
            (block $textHashed
              (loop $text
                (br_if $textHashed (i32.lt_s (local.get $length) (i32.const 8)))
                (local.set $hash (i64.mul
                  (i64.xor (local.get $hash) (i64.rotl (i64.mul (i64.load (local.get $from)) (i64.const 0xbf58476d1ce4e5b9)) (i64.const 32)))
                  (i64.const 0x9e3779b97f4a7c15)))
                (local.set $hash (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 32))))
                (local.set $from (i32.add (local.get $from) (i32.const 8)))
                (local.set $length (i32.sub (local.get $length) (i32.const 8)))
                (br $text)))
            ;; Fewer than 8 bytes, and a bit behind them that tells how many; a mark that no text has stands for the number, another one for the line's end.
            (local.set $bit (i64.shl (i64.const 1) (i64.extend_i32_u (i32.shl (local.get $length) (i32.const 3)))))
            (local.set $rest (i64.xor (i64.or (i64.and (i64.load (local.get $from)) (i64.sub (local.get $bit) (i64.const 1))) (local.get $bit)) (i64.const 0xa54ff53a5f1d36f1)))
            (local.set $hash (i64.mul
              (i64.xor (local.get $hash) (i64.rotl (i64.mul (local.get $rest) (i64.const 0xbf58476d1ce4e5b9)) (i64.const 32)))
              (i64.const 0x9e3779b97f4a7c15)))
            (local.set $hash (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 32))))
            (local.set $at (local.get $end))
            (br_if $number (i32.lt_s (local.get $end) (local.get $used)))
            (br_if $done (local.get $isLast))
            (local.set $inNumber (i32.const 1))
            (local.set $p (i32.add (local.get $p) (i32.const 64)))
            (br $block))))

        ;; The text behind the last number. Where the line goes on, a rest of fewer than 8 bytes is left to the next block.
        (local.set $length (i32.sub (local.get $whole) (local.get $at)))
        (local.set $from (i32.add (local.get $p) (local.get $at)))
        (block $behindHashed
          (loop $behind
            (br_if $behindHashed (i32.lt_s (local.get $length) (i32.const 8)))
            (local.set $hash (i64.mul
              (i64.xor (local.get $hash) (i64.rotl (i64.mul (i64.load (local.get $from)) (i64.const 0xbf58476d1ce4e5b9)) (i64.const 32)))
              (i64.const 0x9e3779b97f4a7c15)))
            (local.set $hash (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 32))))
            (local.set $from (i32.add (local.get $from) (i32.const 8)))
            (local.set $length (i32.sub (local.get $length) (i32.const 8)))
            (br $behind)))
        (if (local.get $isLast) (then
          (local.set $bit (i64.shl (i64.const 1) (i64.extend_i32_u (i32.shl (local.get $length) (i32.const 3)))))
          (local.set $rest (i64.xor (i64.or (i64.and (i64.load (local.get $from)) (i64.sub (local.get $bit) (i64.const 1))) (local.get $bit)) (i64.const 0x510e527fade682d1)))
          (local.set $hash (i64.mul
            (i64.xor (local.get $hash) (i64.rotl (i64.mul (local.get $rest) (i64.const 0xbf58476d1ce4e5b9)) (i64.const 32)))
            (i64.const 0x9e3779b97f4a7c15)))
          (local.set $hash (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 32))))
          (br $done)))
        ;; A word that is cut here was looked at whole: it is no number.
        (local.set $inWord (i32.wrap_i64 (i64.and
          (i64.shr_u (local.get $words) (i64.extend_i32_u (i32.sub (i32.sub (local.get $from) (local.get $p)) (i32.const 1))))
          (i64.const 1))))
        (local.set $p (local.get $from))
        (br $block)))
    (global.set $hash (local.get $hash))
    (local.get $newline))

  ;; The line that begins at $at, without [stampStart, stampEnd), up to its newline or the limit: puts the hash's lower and upper half at 0 and 4,
  ;; and returns where the newline stands, or -1.
  (func (export "scan") (param $at i32) (param $stampStart i32) (param $stampEnd i32) (param $limit i32) (param $basis i32) (result i32)
    (local $newline i32)
    (global.set $hash (i64.extend_i32_u (local.get $basis)))
    (if (i32.lt_s (local.get $at) (local.get $stampStart)) (then (drop (call $span (local.get $at) (local.get $stampStart)))))
    (local.set $newline (call $span (local.get $stampEnd) (local.get $limit)))
    (i64.store (i32.const 0) (global.get $hash))
    (local.get $newline))

  ;; Where the byte stands first in [at, end); end if it does not.
  (func (export "find") (param $at i32) (param $end i32) (param $byte i32) (result i32)
    (local $wanted v128) (local $found i32)
    (local.set $wanted (i8x16.splat (local.get $byte)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $at) (local.get $end)))
        (local.set $found (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (local.get $wanted))))
        (if (local.get $found) (then
          (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $found))))
          (br $done)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (select (local.get $at) (local.get $end) (i32.lt_s (local.get $at) (local.get $end)))))
