/** What stands behind `ginkgo`, sorted as for `go test`: for the compiler, for the compiled suite, and the package. */
import type { GoArguments } from './goArguments.js';

/** Flags of ginkgo 1.16 and 2 that go to the compiler. */
const BUILD_VALUES = new Set('asmflags blockprofile buildmode compiler covermode coverpkg gccgoflags gcflags installsuffix ldflags mod modfile overlay pkgdir tags toolexec vet'.split(' '));
const BUILD_SWITCHES = new Set('a asan cover linkshared modcacherw msan n race trimpath work x'.split(' '));

/** Flags of the suite that take a value: they get the prefix `ginkgo.` there. */
const SUITE_VALUES = new Set(
  'focus focus-file focusFile flake-attempts flakeAttempts grace-period json-report junit-report label-filter output-interceptor-mode poll-progress-after poll-progress-interval regexScansFilePath reportFile reporter seed sem-ver-filter skip skip-file skipFile slow-spec-threshold slowSpecThreshold source-root stream teamcity-report timeout'.split(' '),
);

/** Flags of the command `ginkgo` that a warm run sets itself or has no use for. */
const DROPPED_VALUES = new Set(['repeat', 'afterSuiteHook', 'outputdir', 'output-dir', 'skipPackage', 'skip-package']);
const DROPPED_SWITCHES = new Set(['keepGoing', 'keep-going', 'untilItFails', 'until-it-fails', 'requireSuite', 'require-suite', 'progress', 'randomizeSuites', 'randomize-suites']);

const REFUSED: Readonly<Record<string, string>> = {
  r: 'with -r several suites run: name one',
  recurse: 'with --recurse several suites run: name one',
  p: 'with -p the specs are spread over processes: leave it out',
  nodes: 'with -nodes the specs are spread over processes: leave it out',
  procs: 'with --procs the specs are spread over processes: leave it out',
};

/** @returns a problem as a sentence that says what to do */
export function ginkgoArguments(args: readonly string[]): GoArguments | { readonly problem: string } {
  const build: string[] = [];
  const test: string[] = [];
  const packages: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--') {
      test.push(...args.slice(at + 1));
      break;
    }
    const [, name, equals] = /^--?([A-Za-z][\w-]*)(=.*)?$/s.exec(word) ?? [];
    if (name === undefined) {
      packages.push(word);
      continue;
    }
    const refused = REFUSED[name];
    if (refused !== undefined) return { problem: `This command cannot be repeated warm: ${refused}, or leave --warm out.` };
    const takesValue = BUILD_VALUES.has(name) || SUITE_VALUES.has(name) || DROPPED_VALUES.has(name);
    const value = equals === undefined && takesValue ? [args[(at += 1)] ?? ''] : [];
    if (BUILD_VALUES.has(name) || BUILD_SWITCHES.has(name)) build.push(word, ...value);
    else if (!DROPPED_VALUES.has(name) && !DROPPED_SWITCHES.has(name)) test.push(`--ginkgo.${name}${equals ?? ''}`, ...value);
  }
  if (packages.length > 1 || packages.some((name) => name.includes('...'))) return { problem: 'A warm run repeats one suite of ginkgo: name that one, or leave --warm out.' };
  const [folder = '.'] = packages;
  // ginkgo takes folders, `go` takes the word before a slash for a package of the standard library.
  return { build, test, package: /^(?:\.|\/)/.test(folder) ? folder : `./${folder}` };
}
