/** What stands behind `go test`, sorted: for the compiler, for the compiled tests, and the package. */

export interface GoArguments {
  /** Flags of `go test -c`. */
  readonly build: readonly string[];
  /** Flags of the test binary, with the prefix `-test.`, and what stood behind `-args`. */
  readonly test: readonly string[];
  /** The package, `.` if none was named. */
  readonly package: string;
}

/** Flags of `go help build` and `go help testflag` that take a value. */
const BUILD_VALUES = new Set('p asmflags buildmode compiler gccgoflags gcflags installsuffix ldflags mod modfile overlay pgo pkgdir tags toolexec covermode coverpkg vet C'.split(' '));
const BUILD_SWITCHES = new Set('a n race msan asan work x linkshared modcacherw trimpath buildvcs cover i'.split(' '));
const TEST_VALUES = new Set('run skip parallel shuffle blockprofile blockprofilerate coverprofile cpuprofile memprofile memprofilerate mutexprofile mutexprofilefraction outputdir trace'.split(' '));
const TEST_SWITCHES = new Set(['short', 'failfast', 'fullpath', 'benchmem']);

/** What a warm run sets itself, or has no use for: left out. */
const DROPPED_VALUES = new Set(['count', 'timeout']);
const DROPPED_SWITCHES = new Set(['v', 'json']);

const REFUSED: Readonly<Record<string, string>> = {
  cpu: 'with -cpu the tests are repeated for each number of processors: set GOMAXPROCS with --env',
  bench: 'benchmarks repeat by themselves',
  fuzz: 'fuzzing repeats by itself',
  list: '-list runs no test',
  exec: 'with -exec another program starts the tests',
  c: 'with -c no test runs',
  o: 'with -o the binary is kept somewhere: leave it out',
};

/** @returns a problem as a sentence that says what to do */
export function goArguments(args: readonly string[]): GoArguments | { readonly problem: string } {
  const build: string[] = [];
  const test: string[] = [];
  const packages: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '-args' || word === '--args') {
      test.push(...args.slice(at + 1));
      break;
    }
    const flag = /^--?(?:test\.)?([A-Za-z]+)(=.*)?$/s.exec(word);
    if (!flag) {
      packages.push(word);
      continue;
    }
    const [, name = '', equals] = flag;
    const refused = REFUSED[name];
    if (refused !== undefined) return { problem: `This command cannot be repeated warm: ${refused}, or leave --warm out.` };
    const takesValue = BUILD_VALUES.has(name) || TEST_VALUES.has(name) || DROPPED_VALUES.has(name);
    if (!takesValue && !BUILD_SWITCHES.has(name) && !TEST_SWITCHES.has(name) && !DROPPED_SWITCHES.has(name)) {
      return { problem: `-${name} is no flag of \`go test\` that is known: put it behind -args if it is one of the tests' own, or leave --warm out.` };
    }
    const value = equals === undefined && takesValue ? [args[(at += 1)] ?? ''] : [];
    if (BUILD_VALUES.has(name) || BUILD_SWITCHES.has(name)) build.push(word, ...value);
    else if (TEST_VALUES.has(name) || TEST_SWITCHES.has(name)) test.push(`-test.${name}${equals ?? ''}`, ...value);
  }
  if (packages.length > 1 || packages.some((name) => name.includes('...'))) {
    return { problem: 'A warm run repeats one package of Go: name that one, or leave --warm out.' };
  }
  return { build, test, package: packages[0] ?? '.' };
}
