/** The headline: what kind of run it is, the numbers, what limits them, and the rate with its interval. */
import { counted, duration, listed } from '../src/core/report/format.js';
import { OUTCOME_WORDS } from '../src/core/report/outcomeWords.js';
import { rateFigure } from '../src/core/report/plots/rate.js';
import { furtherRemarks, kindText } from '../src/core/report/reportWords.js';
import type { ReportHead } from '../src/protocol/report.js';
import { el, setAttribute, setText } from './dom.js';
import { FigureView, type FigureHost } from './figureView.js';

export class VerdictView {
  readonly #kind = el('span', { class: 'kind-word' });
  // The sentence beside it says the same; without a label of its own it would only be read as "progress bar".
  readonly #ring = el('vscode-progress-ring', { class: 'ring', attributes: { 'aria-hidden': 'true' } });
  readonly #headline = el('h1', { class: 'headline', attributes: { id: 'headline' } });
  readonly #remarks = el('p', { class: 'remarks' });
  readonly #progress = el('p', { class: 'progress-text' });
  readonly #bar = el('div', { class: 'progress-done' });
  readonly #track = el('div', { class: 'progress', attributes: { role: 'progressbar', 'aria-label': 'Attempts made', 'aria-valuemin': '0' } }, this.#bar);
  readonly #rate: FigureView;
  readonly element: HTMLElement;

  constructor(host: FigureHost) {
    this.#rate = new FigureView('Failure rate', host);
    this.element = el(
      'header',
      { class: 'verdict' },
      el('p', { class: 'kind' }, this.#ring, this.#kind),
      this.#headline,
      this.#remarks,
      this.#progress,
      this.#track,
      el('div', { class: 'rate' }, this.#rate.element),
    );
  }

  show(head: ReportHead): void {
    const { verdict, state } = head;
    const running = state === 'running';
    this.element.dataset['kind'] = running && verdict.kind !== 'flaky' && verdict.kind !== 'consistently-failing' ? 'running' : verdict.kind;
    this.#ring.hidden = !running;
    setText(this.#kind, kindText(head));
    setText(this.#headline, verdict.headline);
    setText(this.#remarks, running ? '' : furtherRemarks(head).join(' '));
    setText(this.#progress, running ? progressText(head) : '');
    this.#track.hidden = !running;
    setAttribute(this.#track, 'aria-valuemax', String(head.planned));
    setAttribute(this.#track, 'aria-valuenow', String(Math.min(head.finished, head.planned)));
    this.#bar.style.width = `${head.planned > 0 ? Math.min(100, (head.finished / head.planned) * 100) : 0}%`;
    const rate = rateFigure(verdict);
    this.#rate.element.hidden = !rate;
    if (rate) this.#rate.show(rate);
  }
}

/** `37 of 100 attempts, about 2 min left.` */
function progressText({ finished, planned, remainingMs, outcomes }: ReportHead): string {
  const left = remainingMs === undefined || (planned > 0 && finished >= planned) ? '' : `, about ${duration(Math.max(1000, Math.round(remainingMs / 1000) * 1000))} left`;
  const leftOut = (['infra', 'no-tests', 'fewer-tests'] as const).flatMap((outcome) => (outcomes[outcome] === 0 ? [] : [`${outcomes[outcome]} ${OUTCOME_WORDS[outcome]}`]));
  const done = planned === 0 ? counted(finished, 'attempt') : `${finished} of ${counted(planned, 'attempt')}`;
  return `${done}${left}.${leftOut.length === 0 ? '' : ` Left out of the rate: ${listed(leftOut)}.`}`;
}
