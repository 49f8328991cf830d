/** Which framework runs a test, told by the file and by what lies around it. Nothing is executed. */
import type { FrameworkId } from './frameworks.js';

/** What lies around a test's file. */
export interface TestSurroundings {
  /** The file's name or path. */
  readonly file: string;
  /** The beginning of its text. */
  readonly source: string;
  /** Of the nearest package.json: names of all dependencies, and the script `test`. */
  readonly dependencies: readonly string[];
  readonly testScript: string;
}

/** What a file imports says for sure what runs it. */
const IMPORTS: readonly (readonly [RegExp, FrameworkId])[] = [
  [/['"]@playwright\/test['"]/, 'playwright'],
  [/['"]vitest['"]/, 'vitest'],
  [/['"]@jest\/globals['"]/, 'jest'],
  [/['"]node:test['"]/, 'node'],
];

/** Of JavaScript; with globals nothing is imported. */
const DEPENDENCIES: readonly (readonly [RegExp, FrameworkId])[] = [
  [/^vitest$/, 'vitest'],
  [/^(?:jest|ts-jest|react-scripts)$/, 'jest'],
  [/^@playwright\/test$/, 'playwright'],
];

const SCRIPTS: readonly (readonly [RegExp, FrameworkId])[] = [
  [/\bvitest\b/, 'vitest'],
  [/\bjest\b/, 'jest'],
  [/\bplaywright\s+test\b/, 'playwright'],
  [/\bnode\b.*--test\b/, 'node'],
];

/** Undefined if nothing tells. */
export function frameworkOf({ file, source, dependencies, testScript }: TestSurroundings): FrameworkId | undefined {
  const extension = /\.([A-Za-z]+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
  const own = BY_EXTENSION[extension];
  if (own !== undefined) return own;
  if (!/^[cm]?[jt]sx?$/.test(extension)) return undefined;
  return told(IMPORTS, [source]) ?? told(SCRIPTS, [testScript]) ?? told(DEPENDENCIES, dependencies);
}

const BY_EXTENSION: Readonly<Partial<Record<string, FrameworkId>>> = { go: 'go', rs: 'cargo', py: 'pytest', cs: 'dotnet', fs: 'dotnet', vb: 'dotnet' };

/** The first one, in the order of the list, that any of the texts tells. */
function told(list: readonly (readonly [RegExp, FrameworkId])[], texts: readonly string[]): FrameworkId | undefined {
  return list.find(([pattern]) => texts.some((text) => pattern.test(text)))?.[1];
}

/** Files whose folder a framework's command runs in, the nearest above the test; a name that begins with `*` is an ending. */
export const HOME_FILES: Readonly<Record<FrameworkId, readonly string[]>> = {
  vitest: ['package.json'],
  jest: ['package.json'],
  playwright: ['package.json'],
  node: ['package.json'],
  go: ['go.mod'],
  pytest: ['pytest.ini', 'pyproject.toml', 'tox.ini', 'setup.cfg'],
  dotnet: ['*.csproj', '*.fsproj', '*.vbproj'],
  cargo: ['Cargo.toml'],
};

/**
 * The glob of the files that are run like this one.
 * @param file relative to the root, with `/`
 * @param home folder of its framework, relative to the root; `''` for the root
 */
export function similarFiles(file: string, home: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const ending = /_test\.go$|(?:\.(?:test|spec|e2e))?\.[A-Za-z]+$/.exec(name)?.[0] ?? '';
  return `${home === '' ? '' : `${literally(home)}/`}**/*${ending}`;
}

/** A path in a glob that stands for itself. */
function literally(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@]/g, '\\$&');
}
