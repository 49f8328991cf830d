/** The shell code of a work item that a line names. */
import { InvalidArgumentError } from 'commander';
import { listed } from '../core/report/format.js';
import { Refusal } from '../core/refusal.js';
import { isRunnable, refOf, shellFencesOf, type FenceRef, type ShellScript } from '../core/workItem/shellFences.js';
import { sha256 } from '../node/ports.js';

/** Lines that are named in a sentence. */
const MAX_NAMED = 20;

/**
 * @param line 1-based, any line of it
 * @throws Refusal `usage` if none is there, or it cannot be run
 */
export function fenceInLine(text: string, line: number, workItem: string): ShellScript & { readonly fence: FenceRef } {
  const fences = shellFencesOf(text);
  const found = fences.find((fence) => fence.line <= line && line <= fence.endLine);
  if (found && isRunnable(found)) return { ...found.code, fence: refOf(fences, found, sha256) };
  if (found && 'problem' in found.code) throw new Refusal('usage', `The shell code in line ${found.line} of ${workItem} cannot be run. ${found.code.problem}`);
  const lines = fences.filter(isRunnable).map((fence) => String(fence.line));
  const named = lines.length === 0 ? 'it has none that can be run.' : `it stands in ${lines.length === 1 ? 'line' : 'lines'} ${listed(lines.slice(0, MAX_NAMED))}${lines.length > MAX_NAMED ? ' …' : ''}.`;
  throw new Refusal('usage', `No fenced shell code (\`\`\`sh, \`\`\`bash, \`\`\`console) is in line ${line} of ${workItem}: ${named}`);
}

/** `LINE:NTH:SHA256`, as the editor gives it. */
export function fenceArgument(text: string): FenceRef {
  const [, line, nth, hash] = /^([1-9]\d{0,9}):(\d{1,9}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (line === undefined || nth === undefined || hash === undefined) throw new InvalidArgumentError('Write LINE:NTH:SHA256.');
  return { line: Number(line), nth: Number(nth), sha256: hash };
}
