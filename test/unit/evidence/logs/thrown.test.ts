import { describe, expect, it } from 'vitest';
import { LogAnalysis, type LogData } from '../../../../src/core/evidence/logs/analysis.js';
import { clock, read, sha256 } from './inParts.js';

/** What failed, how often, and on which line first. */
function failures(text: string): string[] {
  return read(text).failures.map(({ signature, count, firstLine }) => `${count}× ${firstLine}: ${signature.title}`);
}

const STARTED = '2026-11-21T14:00:00Z INFO server started on port 8080\n';
const PYTHON = 'Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\n    serve()\nValueError: bad\n';

describe('a crash without a stamp', () => {
  it.each([
    ['Python', PYTHON, 'ValueError: bad'],
    ['Go', 'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:5 +0x18\nexit status 2\n', 'panic: boom'],
    ['.NET', 'Unhandled exception. System.InvalidOperationException: bad\n   at Program.Main() in /app/Program.cs:line 3\n', 'System.InvalidOperationException: bad'],
    ['Java', 'Exception in thread "main" java.lang.IllegalStateException: bad\n\tat app.Main.main(Main.java:3)\n', 'java.lang.IllegalStateException: bad'],
    ['Java, from printStackTrace', 'java.lang.NullPointerException\n\tat app.Main.main(Main.java:3)\n', 'java.lang.NullPointerException'],
    ['Rust', "thread 'main' panicked at src/main.rs:2:5:\nboom\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n", 'boom'],
    ['Node', '/app/server.js:12\n    throw new Error(\'boom\');\n    ^\n\nError: boom\n    at main (/app/server.js:12:11)\n\nNode.js v22.11.0\n', 'Error: boom'],
    ['C++', "terminate called after throwing an instance of 'std::runtime_error'\n  what():  boom\n", "terminate called after throwing an instance of 'std::runtime_error'"],
    ['a signal, told by a shell', 'Segmentation fault (core dumped)\n', 'Segmentation fault (core dumped)'],
  ])('is a failure behind a record of the logger, which is none itself: %s', (_, crash, title) => {
    const { records, unstamped, tracks, failures: found } = read(STARTED + crash);
    expect([records, unstamped]).toEqual([2, 0]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ count: 1, firstAt: Date.UTC(2026, 10, 21, 14), signature: { title: expect.stringContaining(title) as string } });
    expect(found[0]?.text.startsWith('2026')).toBe(false);
    expect(tracks.map(({ severity, count }) => [severity, count])).toEqual([['other', 1], ['failure', 1]]);
  });

  it('stands on the line where it begins, and the next record goes on behind it', () => {
    expect(failures(`${STARTED}listening\n${PYTHON}${STARTED}${PYTHON}`)).toEqual(['2× 3: ValueError: bad']);
  });

  it.each(['DEBUG cache hit', 'WARN the option port is deprecated', 'NOTICE ready'])('is one behind %s', (said) => {
    expect(failures(`2026-11-21T14:00:00Z ${said}\n${PYTHON}`)).toEqual(['1× 2: ValueError: bad']);
  });

  it('is one each time, and with what was thrown while it was handled it is one', () => {
    expect(failures(`${STARTED}${PYTHON}${PYTHON.replace('bad', 'worse')}`)).toEqual(['1× 2: ValueError: bad', '1× 6: ValueError: worse']);
    expect(failures(`${STARTED}${PYTHON}\nDuring handling of the above exception, another exception occurred:\n\n${PYTHON.replace('ValueError: bad', 'KeyError: 1')}`)).toHaveLength(1);
    expect(failures(`${STARTED}Exception in thread Thread-1 (work):\n${PYTHON}`)).toHaveLength(1);
  });

  it('is part of the record above that failed', () => {
    expect(failures(`2026-11-21T14:00:00Z ERROR request failed\n${PYTHON}`)).toEqual(['1× 1: ValueError: bad']);
    expect(failures('2026-11-21T14:00:00Z ERROR worker job 1 failed\njava.io.IOException: reset\n\tat app.Worker.run(Worker.java:1)\n')).toHaveLength(1);
    expect(failures(`2026-11-21T14:00:00Z ERROR request failed\n${PYTHON}${PYTHON.replace('bad', 'worse')}`)).toHaveLength(2);
  });

  it.each([
    'WARN connection to the store was lost, trying again\njava.net.ConnectException: Connection refused\n\tat app.Store.open(Store.java:1)\n',
    `DEBUG Exception received when sending HTTP request.\n${PYTHON}`,
    `INFO ignoring an invalid row\n${PYTHON}`,
    'DEBUG not in the cache\njava.util.NoSuchElementException: key\n\tat app.Cache.get(Cache.java:1)\n',
    'INFO the answer was\nNo exception was thrown: all is well\nException handling is on\nError handling: strict\n',
  ])('is none where a record of a lower level shows the error that it speaks of: %s', (text) => {
    expect(failures(`2026-11-21T14:00:00Z ${text}`)).toEqual([]);
  });

  it('is one, too, where it comes long behind a record that was taken as ended', () => {
    const analysis = new LogAnalysis({ clock, sha256 });
    for (const text of [STARTED, PYTHON, STARTED]) {
      analysis.push(new TextEncoder().encode(text));
      analysis.reader.flush();
      analysis.reader.settle();
    }
    analysis.end();
    const { records, failures: found } = analysis.data();
    expect([records, found.map(({ firstLine }) => firstLine)]).toEqual([3, [2]]);
  });

  it('is told the same wherever the log is cut, and in pieces of any size', () => {
    const log = `${STARTED}${PYTHON}${STARTED}panic: boom\n\ngoroutine 1 [running]:\n${STARTED}more\n${PYTHON}${PYTHON}2026-11-21T14:00:01Z ERROR failed\n${PYTHON}${STARTED}`;
    const told = ({ lines, records, unstamped, failures: found }: LogData): object => ({ lines, records, unstamped, found: found.map(({ signature, count, firstLine, lastLine, text }) => ({ title: signature.title, count, firstLine, lastLine, text })) });
    const whole = told(read(log));
    expect(read(log).records).toBe(9);
    for (const piece of [1, 7, 30, 64, 200]) expect([piece, told(read(log, piece))]).toEqual([piece, whole]);
    for (let cut = log.indexOf('\n') + 1; cut > 0 && cut < log.length; cut = log.indexOf('\n', cut) + 1) expect([cut, told(read(log, 50, cut))]).toEqual([cut, whole]);
  });
});

describe('in a log without stamps', () => {
  it('a traceback is one failure with its error, and with those that it was thrown behind', () => {
    expect(failures(`up\n${PYTHON}down\n`)).toEqual(['1× 2: ValueError: bad']);
    expect(failures(`${PYTHON}\nDuring handling of the above exception, another exception occurred:\n\n${PYTHON.replace('ValueError: bad', 'KeyError: 1')}`)).toHaveLength(1);
    expect(failures(`${PYTHON}${PYTHON.replace('bad', 'worse')}`)).toEqual(['1× 1: ValueError: bad', '1× 5: ValueError: worse']);
  });

  it('what npm says of one command is one failure', () => {
    expect(failures('npm ERR! code ELIFECYCLE\nnpm ERR! errno 1\nnpm ERR! a@1.0.0 test: `false`\nup\n')).toEqual(['1× 1: npm ERR! code ELIFECYCLE']);
  });
});
