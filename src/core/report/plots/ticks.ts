/** What stands at the ticks of a horizontal axis. */
import { node, type SvgNode } from './svg.js';

/** The texts centred below their ticks, but within the picture at both ends. @param width of the picture, px @param em size of text, px */
export function tickLabels(ticks: readonly number[], text: (tick: number) => string, at: (tick: number) => number, y: number, width: number, em: number): SvgNode[] {
  return ticks.map((tick) => {
    const label = text(tick);
    const half = label.length * em * 0.28;
    return node('text', { class: 'tick', x: Math.min(width - half, Math.max(half, at(tick))), y, 'text-anchor': 'middle' }, label);
  });
}
