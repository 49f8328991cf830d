/** Which framework a command runs, and whether that can repeat by itself. */
import type { WarmFramework } from './plan.js';

/** A command taken apart at its framework. */
export interface WarmCommand {
  readonly framework: WarmFramework;
  /** The words up to and with the framework's own: `npx vitest`, `python3 -m pytest`, `go test`, `./orders_test`. */
  readonly head: readonly string[];
  /** What stands behind them. */
  readonly args: readonly string[];
}

export type Recognised = WarmCommand | { readonly problem: string };

/** Starts of a command that stand before the tool itself. Behind each, options are skipped. */
const LAUNCHERS: readonly (readonly string[])[] = [
  ['npx'], ['npm', 'exec'], ['pnpm', 'exec'], ['pnpm', 'dlx'], ['pnpm'], ['yarn', 'exec'], ['yarn', 'run'], ['yarn'], ['bunx'],
  ['uv', 'run'], ['poetry', 'run'], ['pipenv', 'run'], ['pdm', 'run'], ['hatch', 'run'],
];

/** What people run that cannot repeat by itself, and what to do instead. */
const WITHOUT: readonly { readonly what: RegExp; readonly why: string }[] = [
  { what: /^(?:npm|pnpm|yarn|bun) (?:run|test|t)\b/, why: 'it names a script: give the command that stands in it, such as `npx vitest run orders`' },
  { what: /^jest\b/, why: 'Jest cannot repeat a test and tell the repetitions apart' },
  { what: /^mocha\b/, why: 'mocha has only --retries, which stops at the first pass' },
  { what: /^node .*--test\b/, why: 'node:test has no repetition of its own' },
  { what: /^cargo\b/, why: 'the test harness of Rust has no repetition of its own' },
  { what: /^dotnet\b/, why: 'dotnet test has no repetition of its own' },
  { what: /^vitest (?:bench|list|related|init)\b/, why: 'of vitest, only `vitest run` can be repeated' },
];

/**
 * Recognises the framework by the words of the command. A GoogleTest program has any name: it is recognised by an option `--gtest_…`.
 * @param named the framework as the user named it; then the command is believed to run it
 * @returns a problem as a sentence that says what to do
 */
export function recognise(words: readonly string[], named?: WarmFramework): Recognised {
  const at = toolIndex(words);
  const tool = nameOf(words[at]);
  const found = withTool(words, at, tool);
  if (found && (named === undefined || named === found.framework)) return found;
  if (named === 'gtest') return { framework: 'gtest', head: words.slice(0, 1), args: words.slice(1) };
  if (named !== undefined) return { problem: `The command does not run ${named} in a way that is known: write it as in ${EXAMPLES[named]}, or leave --warm out.` };
  const line = [tool, ...words.slice(at + 1)].join(' ');
  const without = WITHOUT.find(({ what }) => what.test(line) || what.test(words.join(' ')));
  const why = without?.why ?? `no framework is recognised in it (${Object.values(EXAMPLES).join(', ')} are; name a GoogleTest program with \`--warm gtest\`)`;
  return { problem: `This command cannot be repeated warm: ${why}. Leave --warm out to start it anew for each attempt.` };
}

const EXAMPLES: Readonly<Record<WarmFramework, string>> = {
  vitest: '`npx vitest run`',
  go: '`go test ./package`',
  pytest: '`pytest`',
  gtest: '`./program --gtest_filter=…`',
  ginkgo: '`ginkgo ./package`',
  playwright: '`npx playwright test file`',
};

function withTool(words: readonly string[], at: number, tool: string): WarmCommand | undefined {
  const cut = (framework: WarmFramework, end: number): WarmCommand => ({ framework, head: words.slice(0, end), args: words.slice(end) });
  const next = words[at + 1];
  if (tool === 'vitest' && !/^(?:bench|list|related|init)$/.test(next ?? '')) return cut('vitest', at + 1);
  if (tool === 'go' && next === 'test') return cut('go', at + 2);
  if (tool === 'playwright' && next === 'test') return cut('playwright', at + 2);
  if (tool === 'pytest' || tool === 'py.test') return cut('pytest', at + 1);
  if (/^python[\d.]*$/.test(tool) && next === '-m' && words[at + 2] === 'pytest') return cut('pytest', at + 3);
  if (tool === 'ginkgo') return cut('ginkgo', at + (next === 'run' ? 2 : 1));
  if (words.some((word) => word.startsWith('--gtest_'))) return cut('gtest', at + 1);
  return undefined;
}

/** Where the tool's name stands, behind launchers and `node`. */
function toolIndex(words: readonly string[]): number {
  const launcher = LAUNCHERS.find((start) => start.every((word, index) => (index === 0 ? nameOf(words[0]) : words[index]) === word));
  let at = launcher?.length ?? 0;
  while (launcher && words[at]?.startsWith('-') === true) at += 1;
  if (nameOf(words[at]) === 'node' && /(?:^|[\\/])vitest(?:\.mjs)?$/.test(words[at + 1] ?? '')) at += 1;
  return at < words.length ? at : 0;
}

/** `C:\tools\vitest.cmd` is `vitest`. */
function nameOf(word = ''): string {
  return (word.split(/[\\/]/).at(-1) ?? '').replace(/\.(?:exe|cmd|mjs|js|bat)$/i, '');
}
