/** Which command of the configuration runs the tests of a file. */
import { matchesGlob } from '../../glob.js';
import type { TestCommand } from './types.js';

/** The first whose glob matches. @param file relative to the root, with `/` */
export function commandOfFile(tests: readonly TestCommand[], file: string): TestCommand | undefined {
  return tests.find(({ files }) => matchesGlob(files, file));
}
