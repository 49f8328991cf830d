/** The plots of a report below each other, as one SVG file with its own styles. */
import { PALETTE, PLOT_CSS, variables } from '../plots/plotStyle.js';
import { escaped, node, svgText, type SvgNode } from '../plots/svg.js';
import { EXPORT_SIGN } from './exportHtml.js';
import type { ExportedReport } from './exported.js';

/** px */
const WIDTH = 860;
const EM = 13;
const MARGIN = 24;

const STYLE = `svg{${variables(PALETTE.light)};font-family:system-ui,"Segoe UI",sans-serif;font-size:${EM}px}
@media (prefers-color-scheme:dark){svg{${variables(PALETTE.dark)}}}
.paper{fill:${PALETTE.light['paper'] ?? '#fff'};fill:var(--paper)}
.plot .headline{font-size:18px;font-weight:600}.plot .heading{font-size:14px;font-weight:600}
${PLOT_CSS}`;

/** Undefined for a report that has no plot. */
export function reportSvg({ name, word, headline, sections, facts }: ExportedReport): string | undefined {
  const plots = sections.flatMap(({ heading, figure }) => (figure ? [{ heading, svg: figure.draw({ width: WIDTH, em: EM }).svg }] : []));
  if (plots.length === 0) return undefined;
  const parts: SvgNode[] = [];
  let y = MARGIN;
  const text = (line: string, name: string, height: number): void => {
    y += height;
    parts.push(node('text', { class: name, x: MARGIN, y }, line));
  };
  text(`${name}: ${word}`, 'label heading', 14);
  for (const line of lines(headline, 86)) text(line, 'label headline', 24);
  y += 8;
  for (const { heading, svg } of plots) {
    text(heading, 'label heading', 34);
    y += 10;
    parts.push({ ...svg, attributes: { ...svg.attributes, x: String(MARGIN), y: String(y) } });
    y += Number(svg.attributes['height'] ?? 0);
  }
  const ledger = facts.find(({ name: fact }) => fact === 'Ledger')?.value;
  if (ledger !== undefined) text(`Casebook, ${ledger}`, 'quiet', 32);
  const [width, height] = [WIDTH + 2 * MARGIN, Math.ceil(y + MARGIN)];
  const root = { xmlns: 'http://www.w3.org/2000/svg', width: String(width), height: String(height), viewBox: `0 0 ${width} ${height}`, class: 'plot' };
  const whole = svgText(node('svg', {}, node('title', {}, `${name}: ${word}`), node('desc', {}, headline), node('rect', { class: 'paper', width: '100%', height: '100%' }), ...parts), root);
  // The style is ours, and holds nothing from outside.
  return `<?xml version="1.0" encoding="UTF-8"?>\n${EXPORT_SIGN}\n${whole.replace('<title>', `<style>${escaped(STYLE).replaceAll('&quot;', '"')}</style><title>`)}\n`;
}

/** A sentence in lines of at most `max` letters. */
function lines(text: string, max: number): string[] {
  const found: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > max) {
      found.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...found, line].slice(0, 8);
}
