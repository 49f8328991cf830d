/** Trees of tests as mocha and Jest (verbose, or of one file) print them: suites by name alone, what is in them two blanks deeper. */

interface Suite {
  readonly indent: number;
  readonly name: string;
}

/** What is indented deeper is output, blanks of indentation. */
const MAX_INDENT = 2 * 64;

/**
 * Full names of the executed tests in a tree, whose outermost level is indented by two blanks. A blank line ends the suites that are open.
 * @param lines of the tree, and what programs printed between them: a line that stands as a suite does is taken for one
 * @param test its groups are the indentation, and the name of a test that was executed, if it was
 */
export function namesInTree(lines: readonly string[], test: RegExp): string[] {
  const names: string[] = [];
  let open: readonly Suite[] = [];
  for (const line of lines) {
    if (line.trim() === '') open = [];
    if (line.length > 1_000 || !line.startsWith('  ')) continue;
    const found = test.exec(line);
    const indent = found?.[1]?.length ?? line.length - line.trimStart().length;
    const around = open.filter((suite) => suite.indent < indent);
    if (indent > MAX_INDENT || indent !== (around.at(-1)?.indent ?? 0) + 2) continue;
    if (!found) open = [...around, { indent, name: line.trim() }];
    else if (found[2] !== undefined) names.push([...around.map(({ name }) => name), found[2]].join(' > '));
  }
  return names;
}
