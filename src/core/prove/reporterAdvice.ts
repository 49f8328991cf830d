/** How a runner is made to name every test that it executes. */

/** By the format that told (`FoundTests.format`): an option of the command, so that names stand in its output or in a file that it writes. */
const OPTIONS: Readonly<Record<string, string>> = {
  vitest: 'with Vitest `--reporter=verbose`',
  jest: 'with Jest `--verbose`',
  mocha: 'with mocha `--reporter json`',
  'node:test': 'with node --test `--test-reporter=tap`',
  playwright: 'with Playwright `--reporter=json`',
  'bun test': 'with bun `--reporter=junit --reporter-outfile=results.xml`',
  pytest: 'with pytest `-v`',
  unittest: 'with unittest `-v`',
  'go test (packages)': 'with go test `-v`',
  ctest: 'with ctest `--output-junit results.xml`',
  ginkgo: 'with ginkgo `--json-report=results.json`',
  'dotnet test': 'with dotnet test `--logger "trx;LogFileName=results.trx"`',
  Surefire: 'with Maven `"run": { "results": ["target/surefire-reports/*.xml"] }` in `.casebook/config.json`',
  PHPUnit: 'with PHPUnit `--log-junit results.xml`',
};

/** The advice for what told of the tests, which may be several joined by ` + `; undefined where none is known. */
export function reporterAdvice(format: string | undefined): string | undefined {
  const known = (format ?? '').split(' + ').flatMap((one) => (Object.hasOwn(OPTIONS, one) ? [OPTIONS[one]] : []));
  return known.length === 0 ? undefined : known.join(', ');
}
