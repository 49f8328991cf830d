/** A probe's answers as lines of a terminal. */
import type { ProbeReport, ProbeResult } from '../core/probe/types.js';
import { holds } from '../core/probe/ladder.js';
import { plain } from '../core/report/untrusted.js';

/** Under the name of the rung stand what belongs to it: the raw error, and how to ask again. */
const INDENT = ' '.repeat(10);

/** One answer: the rung, what it withholds, and under a rung that broke the raw error and the command that asks again. */
export function rungLines(result: ProbeResult): string {
  const { probe, address, class: answer, phases, httpStatus, alpn, withheld, error, excerpt, replay } = result;
  const total = Object.values(phases).reduce((sum, ms) => Math.max(sum, ms), 0);
  const detail = [httpStatus !== undefined && `HTTP ${httpStatus}`, alpn !== undefined && (alpn === '' ? 'none chosen' : alpn)].filter((part) => typeof part === 'string').map((part) => `  ${plain(part)}`).join('');
  const lines = [`${column(probe, 9)} ${column(address, 22)} ${column(answer, 16)} ${total.toFixed(1)} ms${detail}`];
  if (probe === 'environment' || probe === 'listener' || probe === 'process' || probe === 'file') lines.push(...(excerpt ?? '').split('\n').filter((line) => line !== '').map((line) => `${INDENT}${plain(line)}`));
  if (withheld !== undefined) lines.push(`${column(withheld, 9)} ${column(address, 22)} withheld`);
  if (error !== undefined) lines.push(`${INDENT}${[error.code, error.syscall, error.reason].filter((part) => part !== undefined).map((part) => plain(part).replace(/\s+/g, ' ').trim()).join(', ')}`);
  if (!holds(result)) lines.push(`${INDENT}ask again: ${plain(replay)}`);
  return `${lines.join('\n')}\n`;
}

/** The conclusion, and between which rungs it broke. */
export function conclusionLines({ conclusion, lastGood, firstBad }: ProbeReport): string {
  const border = firstBad === null ? [] : [`Last rung that held: ${lastGood ?? 'none'}. First that broke: ${firstBad}.`];
  return `\n${[conclusion, ...border].map(plain).join('\n')}\n`;
}

function column(text: string, width: number): string {
  return plain(text).padEnd(width);
}
