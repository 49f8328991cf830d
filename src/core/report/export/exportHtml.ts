/** A report as one HTML file that needs nothing else: no script, nothing that is fetched, every text escaped. */
import type { ReportCell, ReportFact, ReportTable } from '../../../protocol/document.js';
import { markPath } from '../marks.js';
import { PALETTE, PLOT_CSS, variables } from '../plots/plotStyle.js';
import { escaped, node, svgText } from '../plots/svg.js';
import type { ExportedReport, ExportedSection } from './exported.js';

/** px */
const WIDTH = 860;
const EM = 13;

/** The file may be read anywhere and by anybody, so it may do nothing at all: it has styles of its own, and that is all. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Stands at the beginning of every export, so that a later one may take its place. */
export const EXPORT_SIGN = '<!-- Made by Casebook. It may be replaced by the next export. -->';

/** Whether a file that begins so was exported by Casebook. */
export function isOwnExport(beginning: string): boolean {
  return beginning.includes(EXPORT_SIGN);
}

export function reportHtml({ name, word, tone, headline, remarks, sections, facts }: ExportedReport): string {
  return `<!DOCTYPE html>
${EXPORT_SIGN}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Casebook">
<title>${escaped(`${name}: ${headline}`)}</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
<header class="tone-${tone}">
<p class="word">${escaped(`${name}: ${word}`)}</p>
<h1>${escaped(headline)}</h1>
${remarks.map((remark) => `<p class="quiet">${escaped(remark)}</p>`).join('\n')}
</header>
${sections.map(sectionHtml).join('\n')}
<section>
<h2>Origin</h2>
${factsHtml(facts)}
</section>
</main>
</body>
</html>
`;
}

function sectionHtml({ heading, paragraphs, items, figure, table }: ExportedSection): string {
  const plot = figure ? svgText(figure.draw({ width: WIDTH, em: EM }).svg, { class: 'plot' }) : '';
  const shown = table ?? figure?.table();
  const rows = shown ? tableHtml(shown, heading) : '';
  return [
    '<section>',
    `<h2>${escaped(heading)}</h2>`,
    ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    ...(items.length > 0 ? [`<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`] : []),
    ...(plot === '' ? [] : [`<div class="scroll">${plot}</div>`]),
    ...(rows === '' ? [] : [plot === '' ? rows : `<details><summary>Show as a table</summary>${rows}</details>`]),
    '</section>',
  ].join('\n');
}

function tableHtml({ columns, rows }: ReportTable, caption: string): string {
  const head = columns.map(({ title, numeric }) => `<th scope="col"${numeric ? ' class="number"' : ''}>${escaped(title)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell, column) => `<td${columns[column]?.numeric ? ' class="number"' : ''}>${cellHtml(cell)}</td>`).join('')}</tr>`).join('\n');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(caption)}"><table><caption class="hidden">${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

function cellHtml({ text, mark, code }: ReportCell): string {
  const shape = mark === undefined ? '' : `${svgText(node('svg', { class: 'sign', width: 10, height: 10, viewBox: '0 0 10 10', 'aria-hidden': 'true' }, node('path', { class: `mark mark-${mark === 'good' ? 'pass' : 'fail'}`, d: markPath(mark === 'good' ? 'pass' : 'fail', 0, 0, 10) })))} `;
  return `${shape}${code ? `<code>${escaped(text)}</code>` : escaped(text)}`;
}

function factsHtml(facts: readonly ReportFact[]): string {
  return `<dl>${facts.map(({ name, value, code }) => `<div><dt>${escaped(name)}</dt><dd>${code ? `<code>${escaped(value)}</code>` : escaped(value)}</dd></div>`).join('\n')}</dl>`;
}

const STYLE = `:root{${variables(PALETTE.light)};color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{${variables(PALETTE.dark)}}}
body{margin:0;padding:24px;color:var(--foreground);background:var(--paper);font:13px/1.5 system-ui,"Segoe UI",sans-serif}
main{max-width:${WIDTH}px;margin:0 auto}
header{padding-left:12px;border-left:4px solid var(--idle)}
.tone-good{border-color:var(--pass)}.tone-bad{border-color:var(--fail)}
h1{margin:2px 0 6px;font-size:20px;line-height:1.3}h2{margin:28px 0 8px;font-size:14px}p,ul,dl{margin:0 0 8px}dd{margin:0}
.word{margin:0;font-weight:600}.quiet,dt,summary{color:var(--quiet)}
.plot{display:block;font:13px system-ui,"Segoe UI",sans-serif}
.scroll{overflow-x:auto}
table{border-collapse:collapse;margin-top:6px}th,td{padding:3px 16px 3px 0;border-bottom:1px solid var(--line);text-align:start;vertical-align:top;overflow-wrap:break-word}td code{overflow-wrap:break-word}
.number{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
dl div{display:grid;grid-template-columns:9em minmax(0,1fr);gap:12px}dd,code{overflow-wrap:anywhere}
code{font-family:ui-monospace,monospace}
summary{cursor:pointer;margin-top:6px}
@media (width < 480px){body{padding:12px}dl div{grid-template-columns:minmax(0,1fr);gap:0}}
@media print{details{display:none}}
${PLOT_CSS}`;
