/** Snapshots and their differences as lines of a terminal. */
import { counted } from '../core/report/format.js';
import { plain } from '../core/report/untrusted.js';
import type { SnapshotDifference } from '../core/snapshot/diff.js';
import { containerLines, environmentLines, listenerLines, processLines, summaryLines, toolLines } from '../core/snapshot/lines.js';
import type { Snapshot } from '../core/snapshot/types.js';

export function snapshotLines(snapshot: Snapshot): string {
  const lists = [
    ['tools', toolLines(snapshot.tools)],
    ['listening ports', listenerLines(snapshot.listeners)],
    ['processes', processLines(snapshot.processes)],
    ['environment', environmentLines(snapshot.environment)],
    ['containers', containerLines(snapshot.containers)],
  ] as const;
  const lines = [...summaryLines(snapshot).map(([name, text]) => `${name.padEnd(18)}${text}`), ...lists.flatMap(([title, found]) => [`${title}:`, ...found.map((line) => `  ${line}`)])];
  return `${lines.map(plain).join('\n')}\n`;
}

export function differenceLines({ differences, notComparable, same }: SnapshotDifference): string {
  const lines = [
    `${counted(differences.length, 'difference')}; ${counted(same, 'fact')} the same.`,
    ...differences.flatMap(({ what, a, b }) => [what, `  A: ${a ?? '(absent)'}`, `  B: ${b ?? '(absent)'}`]),
    ...notComparable.map(({ what, reason }) => `not comparable: ${what} (${reason})`),
  ];
  return `${lines.map(plain).join('\n')}\n`;
}
