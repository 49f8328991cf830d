/**
 * What Go runs apart from the repetitions of its tests (src/testing/testing.go, `(*M).Run`): with `-test.count=N` all tests run N times, then the seeds of
 * all fuzz targets N times, then the examples once. Nobody could say which repetition they belong to.
 */

const FUZZ = /^func[ \t]+(Fuzz\w*)\(/gm;
const EXAMPLE = /^func[ \t]+(Example\w*)\(\)[ \t]*\{/gm;

/** Without such a comment an example is compiled, and not run. */
const OUTPUT = /^[ \t]*\/\/[ \t]*(?:unordered )?output:/im;

/** Names of the fuzz targets and of the examples that run, in a file of tests. @param source of the file, formatted as gofmt does */
export function apartIn(source: string): string[] {
  const fuzz = Array.from(source.matchAll(FUZZ), ([, name = '']) => name);
  const examples = Array.from(source.matchAll(EXAMPLE)).filter(({ index }) => {
    const end = source.indexOf('\n}', index);
    return OUTPUT.test(source.slice(index, end === -1 ? undefined : end));
  });
  return [...fuzz, ...examples.map(([, name = '']) => name)];
}

/** Those of the names that `-test.run` and `-test.skip` let run. @param flags of the test binary */
export function selectedNames(names: readonly string[], flags: readonly string[]): string[] {
  const run = patternOf(valueOf('run', flags)?.split('/')[0]);
  const skip = valueOf('skip', flags);
  // With more elements it skips only what is below the name.
  const skipped = skip === undefined || skip.includes('/') ? undefined : patternOf(skip);
  return names.filter((name) => (run?.test(name) ?? true) && skipped?.test(name) !== true);
}

function valueOf(flag: string, flags: readonly string[]): string | undefined {
  const at = flags.findLastIndex((word) => word === `-test.${flag}` || word.startsWith(`-test.${flag}=`));
  const word = flags[at];
  return word?.includes('=') ? word.slice(word.indexOf('=') + 1) : flags[at + 1] !== undefined && at !== -1 ? flags[at + 1] : undefined;
}

/** Undefined for one that only Go reads: then everything counts as selected. */
function patternOf(text: string | undefined): RegExp | undefined {
  if (text === undefined) return undefined;
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}
