/** Snapshots and their differences as lines of a terminal. */
import { counted } from '../core/report/format.js';
import { plain } from '../core/report/untrusted.js';
import type { SnapshotDifference } from '../core/snapshot/diff.js';
import { listsOf, summaryLines } from '../core/snapshot/lines.js';
import type { Snapshot } from '../core/snapshot/types.js';

export function snapshotLines(snapshot: Snapshot): string {
  const lines = [...summaryLines(snapshot).map(([name, text]) => `${name.padEnd(18)}${text}`), ...listsOf(snapshot).flatMap(([title, found]) => [`${title}:`, ...found.map((line) => `  ${line}`)])];
  return `${lines.map((line) => plain(line).replaceAll('\n', ' ')).join('\n')}\n`;
}

export function differenceLines({ differences, notComparable, same }: SnapshotDifference): string {
  const lines = [
    `${counted(differences.length, 'difference')}; ${counted(same, 'fact')} the same.`,
    ...differences.flatMap(({ what, a, b }) => [what, `  A: ${a ?? '(absent)'}`, `  B: ${b ?? '(absent)'}`]),
    ...notComparable.map(({ what, reason }) => `not comparable: ${what} (${reason})`),
  ];
  return `${lines.map((line) => plain(line).replaceAll('\n', ' ')).join('\n')}\n`;
}
