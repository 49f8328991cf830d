/** Runs under several conditions, as a section of the report of each of them. */
import type { ReportSection } from '../../../protocol/document.js';
import type { Matrix, MatrixRow } from '../../prove/matrix.js';
import { soughtFailures } from '../../run/evidence.js';
import { boundPercent, percent, pValue } from '../format.js';
import { inEnglish, type Say } from '../say.js';
import { cellText, runRow } from './shared.js';
import type { Links } from './links.js';

export function conditionsSection({ rows, sentence }: Matrix, links: Links, say: Say = inEnglish): ReportSection {
  const opened = rows.map((row) => ({ row, ...links.to(cellText(say('Open the report of the run under {0}', row.label)), { run: row.evidence.run.id }) }));
  return {
    heading: say('Conditions'),
    paragraphs: [`${sentence} ${say('Rounds of attempts under each condition followed each other in a random order.')}`],
    figure: { type: 'intervals', title: say('Failure rates under each condition'), rows: opened.map(({ row, ...opens }) => ({ ...runRow(row.label, row.evidence, say), ...opens })) },
    table: {
      columns: [{ title: say('Condition') }, { title: say('Attempts'), numeric: true }, { title: say('Failed'), numeric: true }, { title: say('Failure rate'), numeric: true }, { title: say('95 % interval'), numeric: true }, { title: say('Against the first, corrected') }],
      rows: opened.map(({ row, ...opens }) => tableRow(row, opens, say)),
    },
  };
}

function tableRow({ label, evidence, pValue: p }: MatrixRow, opens: { readonly link?: number }, say: Say): NonNullable<ReportSection['table']>['rows'][number] {
  const { counted, verdict } = evidence;
  const failures = soughtFailures(evidence);
  const { low, high } = verdict;
  const rate = counted === 0 || high === null ? say('no data') : failures === 0 ? say('at most {0}', boundPercent(high)) : percent(failures / counted);
  return [
    { text: cellText(label), ...opens },
    { text: String(counted) },
    { text: String(failures), mark: failures > 0 ? 'bad' : 'good' },
    { text: rate },
    { text: failures === 0 || low === null || high === null ? '' : `${percent(low)} – ${percent(high)}` },
    { text: p === null ? '' : pValue(p) },
  ];
}
