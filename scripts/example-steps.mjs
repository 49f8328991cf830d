/** Steps on a copy of the example that are shown as they are made, and stop at the first one which does not end as it should. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../dist/cli/casebook.cjs', import.meta.url));

/** @param {string} text */
export function say(text) {
  process.stdout.write(`\n== ${text}\n\n`);
}

/**
 * @typedef {object} Steps
 * @property {(expected: number, ...args: string[]) => Promise<string>} casebook  runs the command line, and gives what it printed; `expected` is its exit code
 * @property {(expected: number, command: string, ...args: string[]) => Promise<string>} run  the same for any other command
 */

/**
 * @param {string} dir  where commands run
 * @returns {Steps}
 */
export function stepsIn(dir) {
  /**
   * @param {number} expected
   * @param {string} command
   * @param {string[]} args
   */
  async function execute(expected, command, args) {
    const child = spawn(command, args, { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
      process.stdout.write(text);
    });
    const [code] = await once(child, 'close');
    if (code !== expected) throw new Error(`${command} ${args.join(' ')} ended with exit code ${code}; ${expected} was expected. See ${dir}.`);
    process.stdout.write('\n');
    return printed;
  }
  return {
    casebook(expected, ...args) {
      process.stdout.write(`$ casebook ${args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)).join(' ')}\n`);
      return execute(expected, process.execPath, [CLI, ...args]);
    },
    run(expected, command, ...args) {
      process.stdout.write(`$ ${[command, ...args].join(' ')}\n\n`);
      return execute(expected, command, args);
    },
  };
}
