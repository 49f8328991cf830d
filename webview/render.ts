/** The whole panel: made once, then changed in place. */
import type { ReportDocument } from '../src/protocol/document.js';
import { MAX_NAME } from '../src/protocol/panelState.js';
import type { ReportAction, ReportModel } from '../src/protocol/report.js';
import { testsSection } from '../src/core/report/testsReport.js';
import { ActionsView } from './actionsView.js';
import { Announcer } from './announcer.js';
import { DocumentView } from './documentView.js';
import { el, setText } from './dom.js';
import { DurationsView } from './durationsView.js';
import { FactsView } from './factsView.js';
import { FailuresView } from './failuresView.js';
import type { FigureHost } from './figureView.js';
import type { Host } from './host.js';
import { LegendView } from './legendView.js';
import { RemarksView } from './remarksView.js';
import { SectionsView } from './sectionsView.js';
import { StripView } from './stripView.js';
import { VerdictView } from './verdictView.js';
import { t } from './texts.js';
import { LOADING } from './words.js';

export interface Page {
  show(model: ReportModel): void;
  showDocument(document: ReportDocument, actions: readonly ReportAction[]): void;
  /** There is no report; the sentence says why. */
  showUnavailable(reason: string): void;
}

/** What a plot is called in the state, which takes no longer names: a translated title may be one. */
function nameOf(title: string): string {
  return title.slice(0, MAX_NAME);
}

/** Fills the page's root element. */
export function createPage(root: HTMLElement, host: Host): Page {
  let links: readonly string[] = [];
  const figures: FigureHost = {
    ask: host.ask,
    links: () => links,
    shownAsTable: (title) => host.state.tables?.includes(nameOf(title)) ?? false,
    keepShownAsTable: (title, shown) => {
      const others = (host.state.tables ?? []).filter((known) => known !== nameOf(title));
      host.keep({ tables: shown ? [...others, nameOf(title)] : others });
    },
  };
  const notice = el('p', { class: 'notice', text: LOADING });
  const announcer = new Announcer();
  const body = el('div', { attributes: { hidden: '' } });
  root.replaceChildren(notice, body, announcer.element);
  let report: ReturnType<typeof runReport> | undefined;
  let document: ReturnType<typeof documentReport> | undefined;

  /** Before what measures its room. */
  function reveal(): void {
    notice.hidden = true;
    body.hidden = false;
  }

  return {
    show(model) {
      links = model.head.links ?? [];
      report ??= runReport(body, host, figures);
      reveal();
      report(model);
      announcer.show(model);
    },
    showDocument(shown, actions) {
      links = shown.links;
      document ??= documentReport(body, host, figures);
      reveal();
      document(shown, actions);
      announcer.tell(`${shown.name}: ${shown.word}. ${shown.headline}`);
    },
    showUnavailable(reason) {
      body.hidden = true;
      notice.hidden = false;
      setText(notice, reason);
    },
  };
}

function runReport(body: HTMLElement, host: Host, figures: FigureHost): (model: ReportModel) => void {
  const actions = new ActionsView(host.ask);
  const verdict = new VerdictView(figures);
  const sections = new SectionsView(figures);
  const legend = new LegendView();
  const strip = new StripView({ host: figures, cursor: host.state.cursor, onCursor: (cursor) => host.keep({ cursor }) });
  const durations = new DurationsView(figures);
  const failures = new FailuresView(host.ask);
  const tests = new SectionsView(figures);
  const remarks = new RemarksView(host.ask);
  const facts = new FactsView();
  const attempts = el('section', {}, el('h2', { text: t('Attempts') }), legend.element, strip.element);
  body.replaceChildren(verdict.element, actions.element, sections.element, attempts, failures.element, tests.element, durations.element, remarks.element, facts.element);
  return (model) => {
    for (const view of [verdict, actions, legend, failures, remarks]) view.show(model.head);
    sections.show(model.head.sections ?? []);
    attempts.hidden = model.head.planned === 0 && model.attempts.outcome === '';
    strip.show(model);
    tests.show(model.head.tests ? [testsSection(model.head.tests, t)] : []);
    durations.show(model);
    facts.show(model);
  };
}

function documentReport(body: HTMLElement, host: Host, figures: FigureHost): (document: ReportDocument, actions: readonly ReportAction[]) => void {
  const view = new DocumentView(figures);
  const buttons = new ActionsView(host.ask);
  body.replaceChildren(view.header, buttons.element, view.body);
  return (document, actions) => {
    view.show(document);
    buttons.show({ actions });
  };
}
