/** Whether a command selects one test by its whole name: then whatever it executes is that test, although its output does not say so. */

/**
 * `vitest run a.test.ts -t '^prices an order$'`, `pytest test_a.py::test_prices`. An expression without both ends selects others, too.
 * @param name full, as the runner writes it: file and suites, then the test, with ` > ` between them
 */
export function selectsByName(command: readonly string[], name: string): boolean {
  const parts = name.split(' > ');
  const [file = '', test = ''] = parts;
  const wanted = new Set(parts.map((_, start) => `^${literal(parts.slice(start).join(' '))}$`));
  const node = parts.length === 2 && file.endsWith('.py') ? `${file}::${test}` : undefined;
  const words = command.length === 1 ? wordsOf(command[0] ?? '') : command;
  return words.some((word) => wanted.has(word) || word === node);
}

/** As `-t` takes a text that it is to match alone. */
function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The words of a line for the shell, as far as its quotes are simple ones. */
function wordsOf(line: string): string[] {
  return Array.from(line.matchAll(/'([^']*)'|"([^"\\]*)"|(\S+)/g), ([, single, double, plain]) => single ?? double ?? plain ?? '');
}
