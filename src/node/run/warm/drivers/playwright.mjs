// Repeats tests with the project's own Playwright, by its --repeat-each. Started by Casebook in the project's folder, with the arguments of `playwright test`.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { giveUp } from './telling.mjs';

const count = process.env['CASEBOOK_WARM_COUNT'] ?? '1';
const reporter = fileURLToPath(new URL('playwrightReporter.mjs', import.meta.url));
const cli = commandLine();
process.argv = [process.argv[0], cli, 'test', ...process.argv.slice(2), `--repeat-each=${count}`, '--workers=1', '--max-failures=0', '--global-timeout=0', `--reporter=line,${reporter}`];
await import(pathToFileURL(cli).href);

/** That of the project, from the folder in which its command would run. */
function commandLine() {
  const require = createRequire(path.join(process.cwd(), 'casebook.js'));
  for (const name of ['@playwright/test', 'playwright']) {
    try {
      const manifest = require.resolve(`${name}/package.json`);
      return path.join(path.dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.playwright);
    } catch (error) {
      if (error?.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return giveUp('Playwright is not installed in this project, so that its tests cannot be repeated warm: install @playwright/test, or leave --warm out.');
}
