/** The panel's entry: takes messages, keeps the model, draws at most once per frame. */
import { receive } from '../src/protocol/receive.js';
import type { ReportModel } from '../src/protocol/report.js';
import { parseToPanel } from '../src/protocol/toPanel.js';
import { Host } from './host.js';
import { adoptPlotSheet } from './plotSheet.js';
import { createPage } from './render.js';
import { registerToolkit } from './toolkit.js';

registerToolkit();
adoptPlotSheet();
const root = document.getElementById('report');
if (!root) throw new Error('The page has no element with the id "report"');
const host = new Host(root.dataset['run'] ?? '', root.dataset['against']);
const page = createPage(root, host);

let model: ReportModel | undefined;
let waitsForFrame = false;
let waitsForReport = true;
let scrollToRestore = host.state.scroll;

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = parseToPanel(data);
  if (message?.run !== host.state.run) return;
  if (message.type === 'unavailable') {
    model = undefined;
    page.showUnavailable(message.reason);
    return;
  }
  if (message.type === 'document') {
    page.showDocument(message.document, message.actions);
    restoreScroll();
    return;
  }
  const next = receive(model, message);
  if (next === 'refresh') {
    // Increments go on to arrive until the whole report does; asking once is enough.
    if (!waitsForReport) host.ask({ type: 'refresh' });
    waitsForReport = true;
    return;
  }
  waitsForReport = false;
  model = next;
  draw();
});

document.addEventListener('scrollend', () => host.keep({ scroll: window.scrollY }));
host.ask({ type: 'ready' });

function draw(): void {
  if (waitsForFrame) return;
  waitsForFrame = true;
  requestAnimationFrame(() => {
    waitsForFrame = false;
    if (!model) return;
    page.show(model);
    restoreScroll();
  });
}

function restoreScroll(): void {
  if (scrollToRestore !== undefined) window.scrollTo(0, scrollToRestore);
  scrollToRestore = undefined;
}
