/** What logs are that evidence was made from, what of them is missing, and who read them: the end of every block of logs. */
import type { LogFileReport } from '../evidence/logs/types.js';
import type { HostInfo } from '../run/events.js';
import { shellWord } from '../probe/replay.js';
import { counted, listed } from './format.js';
import { cellCode, clean, inlineCode } from './untrusted.js';

export interface LogBlockContext {
  /** The id of its ledger. */
  readonly id: string;
  /** When it was read: ISO 8601, UTC. */
  readonly startedAt: string;
  readonly host: HostInfo;
  /** Version of Casebook. */
  readonly casebook: string;
  /** Words of the command line behind `casebook`; absent where the text came from an editor. */
  readonly command?: readonly string[];
}

/** Names in a sentence. */
const MAX_NAMES = 3;

export function missingEvidence(missing: readonly string[]): string[] {
  return missing.length === 0 ? [] : ['**Missing evidence:**', missing.map((sentence) => `- ${sentenceText(sentence)}`).join('\n')];
}

/** @param title of the first column. @param max rows; how many more there are is said below */
export function filesTable(files: readonly LogFileReport[], title = 'Log', max = Infinity): string[] {
  const rows = files.slice(0, max).map((one) => `| ${cellCode(one.name)} | ${one.lines} | ${one.bytes} | ${one.formats.length === 0 ? 'no stamps' : one.formats.join(', ')} | ${one.first ?? ''} | ${one.last ?? ''} | ${one.sha256 === undefined ? '' : `\`${one.sha256}\``} |`);
  const more = files.length - rows.length;
  return [[`| ${title} | Lines | Bytes | Stamps | First | Last | SHA-256 |`, '|---|---|---|---|---|---|---|', ...rows].join('\n'), ...(more > 0 ? [`${counted(more, 'more log')} in the ledger.`] : [])];
}

/** What had to be assumed about each, or was odd. */
export function fileNotes(files: readonly LogFileReport[]): string[] {
  const of = new Map<string, string[]>();
  for (const { name, notes } of files) for (const note of notes) of.set(note, [...(of.get(note) ?? []), name]);
  const lines = [...of].map(([note, names]) => `- ${someOf(names)}: ${sentenceText(note)}`);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function someOf(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  const shown = names.slice(0, more > 1 ? MAX_NAMES : names.length).map((name) => inlineCode(name));
  return listed(more > 1 ? [...shown, counted(more, 'more log')] : shown);
}

export function readBy({ startedAt, host, casebook, command }: LogBlockContext, selection: readonly string[]): string {
  const how = command === undefined ? '' : `: ${inlineCode(['casebook', ...command].map(shellWord).join(' '), 400)}`;
  const asked = command === undefined && selection.length > 0 ? ` (${inlineCode(selection.join(' '))})` : '';
  return `Read ${startedAt}${asked} on ${inlineCode(`${host.name} (${host.platform} ${host.release}, ${host.arch})`)} by Casebook ${inlineCode(casebook)}${how}`;
}

/** A sentence in which nothing opens emphasis, code, a link or HTML. */
function sentenceText(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim().replace(/[\\`*<_[\]]/g, '\\$&');
}
