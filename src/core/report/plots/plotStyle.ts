/** How plots look: one style sheet for the panel and for exports. Colours are variables; the values behind them serve what knows no variables. */

/** The colours of an export, as the panel names them; dark ones for a reader who prefers these. */
export const PALETTE: Readonly<Record<'light' | 'dark', Readonly<Record<string, string>>>> = {
  light: { foreground: '#3b3b3b', quiet: '#595959', line: '#d0d0d0', paper: '#ffffff', surface: '#f5f5f5', pass: '#388a34', fail: '#d01c00', crash: '#d01c00', timeout: '#b06a00', leak: '#9a6d00', infra: '#652d90', odd: '#1a6fd6', idle: '#767676', tone: '#1a6fd6' },
  dark: { foreground: '#cccccc', quiet: '#a5a5a5', line: '#4a4a4a', paper: '#1f1f1f', surface: '#2b2b2b', pass: '#89d185', fail: '#f4695f', crash: '#f4695f', timeout: '#e0a044', leak: '#cca700', infra: '#c39be0', odd: '#59a4f9', idle: '#8f8f8f', tone: '#59a4f9' },
};

const OUTCOME_COLOURS = { pass: 'pass', fail: 'fail', crash: 'crash', timeout: 'timeout', leak: 'leak', infra: 'infra', 'no-tests': 'odd', 'fewer-tests': 'odd', odd: 'odd', cancelled: 'idle', pending: 'idle' } as const;

/** A declaration that an older reader takes, and the same with the variable. */
function coloured(property: string, variable: string): string {
  const value = PALETTE.light[variable] ?? '#767676';
  return `${property}:${value};${property}:var(--${variable},${value})`;
}

/** The style sheet of plots: sizes follow the text around them. */
export const PLOT_CSS = [
  '.plot text{font-size:0.92em}',
  `.plot .label{${coloured('fill', 'foreground')}}`,
  `.plot .quiet,.plot .tick{${coloured('fill', 'quiet')}}`,
  '.plot .tick{font-variant-numeric:tabular-nums}',
  `.plot .grid{${coloured('stroke', 'line')};stroke-width:1;stroke-opacity:0.6}`,
  `.plot .axis{${coloured('stroke', 'quiet')};stroke-width:1}`,
  `.plot .band{${coloured('fill', 'tone')};fill-opacity:0.4;${coloured('stroke', 'tone')};stroke-width:1}`,
  `.plot .point{${coloured('fill', 'foreground')}}`,
  `.plot .span-fault{${coloured('fill', 'fail')};fill-opacity:0.3}`,
  `.plot .span-waiting{${coloured('fill', 'timeout')};fill-opacity:0.3}`,
  `.plot .span-calm{${coloured('fill', 'pass')};fill-opacity:0.3}`,
  '.mark{fill-rule:evenodd}',
  ...Object.entries(OUTCOME_COLOURS).map(([kind, variable]) => `.mark-${kind}{${coloured('fill', variable)}}`),
  '.mark-pending{opacity:0.7}',
  '@media (forced-colors:active){.plot text,.plot .label,.plot .quiet,.plot .tick,.mark,.plot .bar,.plot .point{fill:CanvasText}.plot .grid,.plot .axis{stroke:CanvasText}.plot .band{fill:Canvas;fill-opacity:1;stroke:CanvasText}.plot .span-fault,.plot .span-waiting,.plot .span-calm{fill:Canvas;stroke:CanvasText}}',
].join('\n');

/** The variables of a palette, as declarations. */
export function variables(palette: Readonly<Record<string, string>>): string {
  return Object.entries(palette).map(([name, value]) => `--${name}:${value}`).join(';');
}
