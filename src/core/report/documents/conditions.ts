/** Runs under several conditions, as a section of the report of each of them. */
import type { ReportSection } from '../../../protocol/document.js';
import type { Matrix, MatrixRow } from '../../prove/matrix.js';
import { soughtFailures } from '../../run/evidence.js';
import { boundPercent, percent, pValue } from '../format.js';
import { cellText, runRow } from './shared.js';
import type { Links } from './links.js';

export function conditionsSection({ rows, sentence }: Matrix, links: Links): ReportSection {
  const opened = rows.map((row) => ({ row, ...links.to(`Open the report of the run under ${row.label}`, { run: row.evidence.run.id }) }));
  return {
    heading: 'Conditions',
    paragraphs: [`${sentence} Rounds of attempts under each condition followed each other in a random order.`],
    figure: { type: 'intervals', title: 'Failure rates under each condition', rows: opened.map(({ row, ...opens }) => ({ ...runRow(row.label, row.evidence), ...opens })) },
    table: {
      columns: [{ title: 'Condition' }, { title: 'Attempts', numeric: true }, { title: 'Failed', numeric: true }, { title: 'Failure rate', numeric: true }, { title: '95 % interval', numeric: true }, { title: 'Against the first, corrected' }],
      rows: opened.map(({ row, ...opens }) => tableRow(row, opens)),
    },
  };
}

function tableRow({ label, evidence, pValue: p }: MatrixRow, opens: { readonly link?: number }): NonNullable<ReportSection['table']>['rows'][number] {
  const { counted, verdict } = evidence;
  const failures = soughtFailures(evidence);
  const { low, high } = verdict;
  const rate = counted === 0 || high === null ? 'no data' : failures === 0 ? `at most ${boundPercent(high)}` : percent(failures / counted);
  return [
    { text: cellText(label), ...opens },
    { text: String(counted) },
    { text: String(failures), mark: failures > 0 ? 'bad' : 'good' },
    { text: rate },
    { text: failures === 0 || low === null || high === null ? '' : `${percent(low)} – ${percent(high)}` },
    { text: p === null ? '' : pValue(p) },
  ];
}
