/** The style sheet of plots, the same as in exports: constructed, so that the page's policy needs no exception for it. */
import { PLOT_CSS } from '../src/core/report/plots/plotStyle.js';

export function adoptPlotSheet(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(PLOT_CSS);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
