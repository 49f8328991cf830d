/** axe-core finds nothing to complain about: in every theme, at twice the size, in a narrow panel, with the system's own high contrast; as plots and as tables. */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { EVERYTHING, FAULT, PROBES, RUNNING } from './models.js';
import { PanelBrowser, type Panel, type PanelOptions } from './panelBrowser.js';

let browser: PanelBrowser;
const opened: Panel[] = [];
beforeAll(async () => {
  browser = await PanelBrowser.start();
});
afterAll(() => browser.dispose());
afterEach(async () => {
  await Promise.all(opened.splice(0).map((panel) => panel.dispose()));
});

const REPORTS = { everything: EVERYTHING, running: RUNNING, fault: FAULT, probes: PROBES };

/** Views in which each kind of report is looked at; in the others the one with the most sections. */
const EVERYWHERE = new Set(['light', 'high contrast dark']);

/** A window of 640 px at a zoom of 200 % has 320 CSS px for its page. */
const VIEWS: Readonly<Record<string, PanelOptions & { readonly textSize?: string }>> = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  'high contrast dark': { theme: 'hc-dark' },
  'high contrast light': { theme: 'hc-light' },
  'at 200 % zoom': { theme: 'light', width: 320 },
  'at 200 % text': { theme: 'dark', textSize: '26px' },
  'with forced colours': { theme: 'dark', forcedColors: true },
};

test.each(Object.keys(VIEWS))('%s', async (view) => {
  const { textSize, ...options } = VIEWS[view] ?? {};
  for (const [name, report] of Object.entries(EVERYWHERE.has(view) ? REPORTS : { everything: EVERYTHING })) {
    const panel = await browser.open(options);
    opened.push(panel);
    if (textSize !== undefined) await panel.page.evaluate(`document.documentElement.style.setProperty('--vscode-font-size', '${textSize}')`);
    await panel.tell(report);
    const picture = `axe-${name}-${view.replace(/[^a-z0-9]+/g, '-')}`;
    await panel.screenshot(picture);
    expect(await violations(panel, options), `${name}, as plots`).toEqual([]);
    expect(await panel.overflows(), name).toBe(false);
    await panel.page.evaluate("document.querySelectorAll('.toggle button').forEach((button) => button.click())");
    await panel.drawn();
    await panel.screenshot(`${picture}-tables`);
    expect(await violations(panel, options), `${name}, as tables`).toEqual([]);
    expect(await panel.overflows(), name).toBe(false);
  }
}, 240_000);

test('with forced colours everything in a plot has the system’s colour of text', async () => {
  const panel = await browser.open({ theme: 'dark', forcedColors: true });
  opened.push(panel);
  await panel.tell(EVERYTHING);
  const fills = await panel.page.evaluate<string[]>("Array.from(document.querySelectorAll('.plot text, .plot .mark, .plot .bar, .plot .point, .strip .mark'), (part) => getComputedStyle(part).fill)");
  const text = await panel.page.evaluate("(() => { const probe = document.body.appendChild(document.createElement('p')); probe.style.color = 'CanvasText'; return getComputedStyle(probe).color; })()");
  expect(fills.length).toBeGreaterThan(30);
  expect([...new Set(fills)]).toEqual([text]);
});

/** Forced colours are the system's own, which the page does not see: their contrast cannot be computed from its styles. */
async function violations({ page }: Panel, { forcedColors = false }: PanelOptions): Promise<string[]> {
  const found = await new AxeBuilder({ page }).setLegacyMode().disableRules(forcedColors ? ['color-contrast'] : []).analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ''}`).slice(0, 3).join(' | ')}`);
}
