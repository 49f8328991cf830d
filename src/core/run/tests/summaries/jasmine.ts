/** Jasmine: `3 specs, 1 failure, 1 pending spec`, and the failures behind `Failures:`. */
import { matchesIn, namesIn, NONE, sumOf, numbered, type SummaryReader } from './types.js';

export const jasmine: SummaryReader = (lines) => {
  const totals = matchesIn(lines, /^(\d{1,9}) specs?, (\d{1,9}) failures?(?:, (\d{1,9}) pending specs?)?$/);
  if (totals.length === 0) return lines.includes('No specs found') ? { format: 'Jasmine', ...NONE } : undefined;
  const numbers = numbered(totals.map(([total]) => total).join(' '));
  const [failed, pending] = [sumOf(numbers, 'failure', 'failures'), sumOf(numbers, 'pending')];
  const start = lines.indexOf('Failures:');
  const end = lines.findIndex((line, at) => at > start && (line === 'Pending:' || /^\d+ specs?, /.test(line)));
  return { format: 'Jasmine', executed: sumOf(numbers, 'spec', 'specs') - pending, failed, skipped: pending, failures: start === -1 ? [] : namesIn(lines.slice(start + 1, end), /^\d+\) (\S.*)$/) };
};
