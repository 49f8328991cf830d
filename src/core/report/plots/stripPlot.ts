/** The strip of attempts as a plot for an export; the panel has a view of its own for it, which goes along with a run. */
import type { AttemptColumns, ReportOutcome } from '../../../protocol/report.js';
import { counted } from '../format.js';
import { markPath } from '../marks.js';
import { BY_SEVERITY, countText } from '../outcomeWords.js';
import { cellBox, markText, stripLayout, stripMarks, stripPaths } from '../strip.js';
import { attemptsTable } from './attemptsTable.js';
import type { Figure } from './figure.js';
import { node, picture, type SvgNode } from './svg.js';

/** @param titles of failures, by the index of their group @param outcomes how many attempts ended how, for the legend */
export function stripFigure(attempts: AttemptColumns, titles: ReadonlyMap<number, string>, outcomes: Readonly<Record<ReportOutcome, number>>): Figure {
  const title = 'Attempts';
  return {
    title,
    table: () => attemptsTable(attempts, titles),
    draw: ({ width, em }) => {
      const layout = stripLayout(attempts.outcome.length, width);
      const marks = stripMarks(attempts, layout);
      const { legend, height: top } = drawLegend(outcomes, width, em);
      const paths = [...stripPaths(marks, layout)].filter(([, d]) => d !== '').map(([kind, d]) => node('path', { class: `mark mark-${kind}`, d }));
      const strip = node('g', { transform: `translate(0 ${top})` }, ...paths);
      const notPassed = marks.filter(({ outcome }) => outcome !== 'pass').length;
      const scale = layout.perMark > 1 ? ` Each mark stands for ${layout.perMark} attempts and shows the worst of them.` : '';
      return {
        svg: picture(width, top + layout.height, { name: title, description: `${counted(attempts.outcome.length, 'attempt')}, ${counted(notPassed, 'mark')} that did not pass.${scale}` }, ...legend, strip),
        marks: marks.map((mark) => {
          const { x, y, side } = cellBox(layout, mark.index);
          return { x, y: top + y, width: side, height: side, words: () => markText(mark, attempts), notable: mark.outcome !== 'pass', attempt: attempts.attempt[mark.worst] ?? mark.worst + 1 };
        }),
      };
    },
  };
}

/** The marks that occur, with their counts, in as many lines as they need. px */
function drawLegend(outcomes: Readonly<Record<ReportOutcome, number>>, width: number, em: number): { legend: SvgNode[]; height: number } {
  const legend: SvgNode[] = [];
  const size = Math.round(em * 0.85);
  let [x, y] = [0, 0];
  for (const outcome of BY_SEVERITY.filter((known) => outcomes[known] > 0)) {
    const words = countText(outcome, outcomes[outcome]);
    const wide = size + 0.4 * em + words.length * 0.56 * em;
    if (x > 0 && x + wide > width) [x, y] = [0, y + 1.6 * em];
    legend.push(node('path', { class: `mark mark-${outcome}`, d: markPath(outcome, x + 1, y + 0.2 * em, size) }), node('text', { class: 'label', x: x + size + 0.5 * em, y: y + em }, words));
    x += wide + 1.4 * em;
  }
  return { legend, height: Math.ceil(y + 2 * em) };
}
