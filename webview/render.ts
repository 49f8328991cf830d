/** The whole panel: made once, then changed in place. */
import type { ReportModel } from '../src/protocol/report.js';
import { ActionsView } from './actionsView.js';
import { Announcer } from './announcer.js';
import { el, setText } from './dom.js';
import { FactsView } from './factsView.js';
import { FailuresView } from './failuresView.js';
import type { Host } from './host.js';
import { LegendView } from './legendView.js';
import { RemarksView } from './remarksView.js';
import { StripView } from './stripView.js';
import { VerdictView } from './verdictView.js';
import { LOADING } from './words.js';

export interface Page {
  show(model: ReportModel): void;
  /** There is no report; the sentence says why. */
  showUnavailable(reason: string): void;
}

/** Fills the page's root element. */
export function createPage(root: HTMLElement, host: Host): Page {
  const notice = el('p', { class: 'notice', text: LOADING });
  const actions = new ActionsView(host.ask);
  const verdict = new VerdictView();
  const legend = new LegendView();
  const strip = new StripView({ ask: host.ask, cursor: host.state.cursor, onCursor: (cursor) => host.keep({ cursor }) });
  const failures = new FailuresView(host.ask);
  const remarks = new RemarksView(host.ask);
  const facts = new FactsView();
  const announcer = new Announcer();
  const attempts = el('section', {}, el('h2', { text: 'Attempts' }), legend.element, strip.element);
  const report = el('div', { attributes: { hidden: '' } }, verdict.element, actions.element, attempts, failures.element, remarks.element, facts.element);
  root.replaceChildren(notice, report, announcer.element);

  return {
    show(model) {
      notice.hidden = true;
      // Before the strip, which measures its room.
      report.hidden = false;
      for (const view of [verdict, actions, legend, failures, remarks]) view.show(model.head);
      attempts.hidden = model.head.planned === 0 && model.attempts.outcome === '';
      strip.show(model);
      facts.show(model);
      announcer.show(model);
    },
    showUnavailable(reason) {
      report.hidden = true;
      notice.hidden = false;
      setText(notice, reason);
    },
  };
}
