/** Where the test begins that a failure's line lies in. */

/** Lines above a failure that are looked at. */
const MAX_LINES = 2_000;

/** How tests begin: JavaScript and ginkgo, Python, Go, .NET and Java (an attribute above the method), Rust, googletest. */
const TEST_LINES: readonly RegExp[] = [
  /^\s*(?:await\s+)?(?:F|P|X|f|x)?(?:it|It|test|specify|Specify|Entry)(?:\.\w+)*\s*[(`]/,
  /^\s*(?:async\s+)?def\s+test\w*\s*\(/,
  /^func\s+(?:\([^)]*\)\s*)?(?:Test|Fuzz|Benchmark)\w*\s*\(/,
  /^\s*\[\s*(?:Fact|Theory|Test|TestCase|TestMethod|DataTestMethod)\b/,
  /^\s*@(?:Test|ParameterizedTest|RepeatedTest)\b/,
  /^\s*#\[(?:\w+::)?test\b/,
  /^\s*TEST(?:_F|_P)?\s*\(/,
];

/**
 * Index of the line where the test begins that encloses a line; undefined if none does. Told by indentation: a line encloses those below it
 * that stand further in, up to the first one that does not. An attribute stands beside its method, so that one counts with the method's line.
 * @param lines of the file
 * @param index of the line, 0-based
 */
export function enclosingTest(lines: readonly string[], index: number): number | undefined {
  const own = lines[index];
  if (own === undefined) return undefined;
  if (isTestLine(own)) return index;
  let indentation = indentationOf(own);
  // Below the head of what encloses: behind its opening brace, or right at it, where attributes may stand above.
  let below: 'brace' | 'head' | undefined = 'head';
  for (let at = index - 1; at >= Math.max(0, index - MAX_LINES); at--) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    const depth = indentationOf(line);
    if (depth > indentation) {
      below = undefined;
      continue;
    }
    const candidate: boolean = depth < indentation || below === 'brace' || (below === 'head' && isAttribute(line));
    if (candidate && isTestLine(line)) return at;
    if (depth < indentation) below = /^\s*\{\s*$/.test(line) ? 'brace' : 'head';
    else below = candidate ? 'head' : undefined;
    indentation = depth;
  }
  return undefined;
}

/** Whether a test begins in a line. */
export function isTestLine(line: string): boolean {
  return TEST_LINES.some((pattern) => pattern.test(line));
}

function isAttribute(line: string): boolean {
  return /^\s*(?:\[|@|#\[)/.test(line);
}

/** Width of the white space before the first other character; a tab counts as 4. */
function indentationOf(line: string): number {
  let width = 0;
  for (const character of line) {
    if (character === ' ') width += 1;
    else if (character === '\t') width += 4;
    else break;
  }
  return width;
}
