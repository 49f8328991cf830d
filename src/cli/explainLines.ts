/** Explanations of errors as lines of a terminal. */
import type { Reading } from '../core/explain/errno/tables.js';
import type { Explanation } from '../core/explain/types.js';
import { counted } from '../core/report/format.js';
import { plain } from '../core/report/untrusted.js';

const SYSTEM_NAMES = { linux: 'Linux', macos: 'macOS', windows: 'Windows' } as const;

/** One error: how it is spelt, what it means and does not mean, and the commands that settle it. */
export function explanationLines({ spelling, line, times, dialect, name, readings = [], ambiguous, failures, note, probes }: Explanation): string {
  const known = failures.map(({ title }) => title).join(', or ');
  const lines = [
    `${name !== undefined && !ambiguous ? `${name}: ` : ''}${ambiguous ? 'ambiguous, the system decides: ' : ''}${known}`,
    `  "${spelling}" (line ${line}${times > 1 ? `, ${counted(times, 'time')}` : ''}, ${dialect})`,
    ...(ambiguous ? readings.map(readingLine) : []),
    ...failures.flatMap(({ means, meansNot, on }) => {
      const where = on ? ` on ${on.map((system) => SYSTEM_NAMES[system as keyof typeof SYSTEM_NAMES]).join(' and ')}` : '';
      return [`  Means${where}: ${means}`, `  Does not mean${where}: ${meansNot}`];
    }),
    ...(note === undefined ? [] : [`  Note: ${note}`]),
    ...probes.map((probe, index) => `  ${index === 0 ? 'Settle it:' : '          '} ${probe}`),
  ];
  return `${lines.map(plain).join('\n')}\n`;
}

function readingLine({ os, number, name, words }: Reading): string {
  return `  ${number} on ${SYSTEM_NAMES[os]} is ${name} (${words}).`;
}
