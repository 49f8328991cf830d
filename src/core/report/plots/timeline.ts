/** The course of a fault test on one axis of time: what was done to the traffic, and what the client did. */
import type { MomentKind, Opens, ReportTable, TimelineLane } from '../../../protocol/document.js';
import { duration } from '../format.js';
import { markPath, type MarkKind } from '../marks.js';
import type { Say } from '../say.js';
import { fitting, MIN_WIDTH, type Drawing, type Figure, type PlotMark } from './figure.js';
import { opensOf } from './intervals.js';
import { linear, tickText } from './scale.js';
import { node, picture, type SvgNode } from './svg.js';
import { tickLabels } from './ticks.js';

export function timelineFigure(title: string, toMs: number, lanes: readonly TimelineLane[], say: Say): Figure {
  return { title, table: () => momentsTable(lanes, say), draw: ({ width, em }) => draw(title, toMs, lanes, Math.max(MIN_WIDTH, width), em, say) };
}

/** Shapes that are known from the strip: a cross where something breaks, a square where it is well. `attempt` is the diamond, `heal` a triangle. */
const SHAPES: Readonly<Record<MomentKind, { readonly shape: MarkKind; readonly class: string }>> = {
  fault: { shape: 'fail', class: 'mark-fail' },
  heal: { shape: 'no-tests', class: 'mark-pass' },
  witness: { shape: 'timeout', class: 'mark-timeout' },
  detected: { shape: 'infra', class: 'mark-infra' },
  attempt: { shape: 'crash', class: 'mark-odd' },
  recovered: { shape: 'pass', class: 'mark-pass' },
  none: { shape: 'cancelled', class: 'mark-cancelled' },
};

function draw(title: string, toMs: number, lanes: readonly TimelineLane[], width: number, em: number, say: Say): Drawing {
  const size = Math.round(em * 0.85);
  const [left, right] = [size, 2 * em];
  const scale = linear(0, Math.max(1, toMs), width < 30 * em ? 3 : 6);
  const at = (ms: number): number => left + scale.place(ms) * (width - left - right);
  const laneHeight = 3.4 * em;
  const bottom = lanes.length * laneHeight;
  const parts: SvgNode[] = scale.ticks.map((tick) => node('line', { class: 'grid', x1: at(tick), x2: at(tick), y1: 1.6 * em, y2: bottom }));
  const marks: PlotMark[] = [];
  for (const [index, lane] of lanes.entries()) {
    const top = index * laneHeight;
    const middle = top + 2.2 * em;
    const label = fitting(lane.label, width * 0.5, em);
    parts.push(node('text', { class: 'label', x: 0, y: top + 1.1 * em }, label));
    const after = label.length * 0.56 * em + em;
    parts.push(node('text', { class: 'quiet', x: after, y: top + 1.1 * em }, fitting(lane.words, width - after, em)));
    parts.push(node('line', { class: 'axis', x1: left, x2: width - right, y1: middle, y2: middle }));
    for (const { fromMs, toMs: end, kind } of lane.spans) parts.push(node('rect', { class: `span-${kind}`, x: at(fromMs), y: middle - size * 0.4, width: Math.max(1, at(end) - at(fromMs)), height: size * 0.8 }));
    // A lane without moments can be opened all the same.
    if (lane.moments.length === 0) marks.push({ x: 0, y: top, width, height: laneHeight - 0.3 * em, words: () => `${lane.label}: ${lane.words}`, notable: false, ...opensOf(lane) });
    for (const moment of lane.moments) {
      const x = at(moment.atMs);
      const { shape, class: name } = SHAPES[moment.kind];
      parts.push(node('path', { class: `mark ${name}`, d: markPath(shape, x - size / 2, middle - size / 2, size) }));
      marks.push({ x: x - size / 2 - 2, y: middle - size / 2 - 2, width: size + 4, height: size + 4, words: () => say('{0}: {1}, at {2}', lane.label, moment.words, duration(moment.atMs)), notable: true, ...opensOf(moment), ...(moment.link === undefined && opensOf(lane)) });
    }
  }
  parts.push(...tickLabels(scale.ticks, tickText, at, bottom + 1.1 * em, width, em));
  return { svg: picture(width, bottom + 1.6 * em, { name: title, description: lanes.map(({ label, words }) => `${label}: ${words}.`).join(' ') }, ...parts), marks };
}

function momentsTable(lanes: readonly TimelineLane[], say: Say): ReportTable {
  const rows = lanes.flatMap((lane): { label: string; at: string; words: string; opens: Opens }[] => {
    if (lane.moments.length === 0) return [{ label: lane.label, at: '', words: lane.words, opens: opensOf(lane) }];
    return lane.moments.map((moment) => ({ label: lane.label, at: duration(moment.atMs), words: moment.words, opens: { ...opensOf(lane), ...opensOf(moment) } }));
  });
  return {
    columns: [{ title: say('What') }, { title: say('At'), numeric: true }, { title: say('Observed') }],
    rows: rows.map(({ label, at, words, opens }) => [{ text: label }, { text: at }, { text: words, ...opens }]),
  };
}
