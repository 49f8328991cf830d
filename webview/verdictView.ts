/** The headline: what kind of run it is, the numbers, what limits them, and the rate with its interval. */
import { duration, listed } from '../src/core/report/format.js';
import { countText } from '../src/core/report/outcomeWords.js';
import { rateFigure } from '../src/core/report/plots/rate.js';
import { headingOf } from '../src/core/report/reportWords.js';
import type { ReportHead } from '../src/protocol/report.js';
import { el, setAttribute, setText } from './dom.js';
import { FigureView, type FigureHost } from './figureView.js';
import { t } from './texts.js';

export class VerdictView {
  readonly #kind = el('span', { class: 'kind-word' });
  // The sentence beside it says the same; without a label of its own it would only be read as "progress bar".
  readonly #ring = el('vscode-progress-ring', { class: 'ring', attributes: { 'aria-hidden': 'true' } });
  readonly #headline = el('h1', { class: 'headline', attributes: { id: 'headline', lang: 'en' } });
  readonly #remarks = el('p', { class: 'remarks', attributes: { lang: 'en' } });
  readonly #progress = el('p', { class: 'progress-text' });
  readonly #bar = el('div', { class: 'progress-done' });
  readonly #track = el('div', { class: 'progress', attributes: { role: 'progressbar', 'aria-label': t('Attempts made'), 'aria-valuemin': '0' } }, this.#bar);
  readonly #rate: FigureView;
  readonly element: HTMLElement;

  constructor(host: FigureHost) {
    this.#rate = new FigureView(t('Failure rate'), host);
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
    const { verdict, state, proof } = head;
    const { word, tone, headline, remarks } = headingOf(head, t);
    const running = state === 'running';
    if (proof) this.element.dataset['tone'] = tone;
    else delete this.element.dataset['tone'];
    this.element.dataset['kind'] = proof ? 'verify' : running && verdict.kind !== 'flaky' && verdict.kind !== 'consistently-failing' ? 'running' : verdict.kind;
    this.#ring.hidden = !running;
    setText(this.#kind, word);
    setText(this.#headline, headline);
    setText(this.#remarks, running ? '' : remarks.join(' '));
    setText(this.#progress, running ? progressText(head) : '');
    this.#track.hidden = !running;
    setAttribute(this.#track, 'aria-valuemax', String(head.planned));
    setAttribute(this.#track, 'aria-valuenow', String(Math.min(head.finished, head.planned)));
    this.#bar.style.width = `${head.planned > 0 ? Math.min(100, (head.finished / head.planned) * 100) : 0}%`;
    const rate = rateFigure(verdict, t);
    this.#rate.element.hidden = !rate;
    if (rate) this.#rate.show(rate);
  }
}

/** `37 of 100 attempts, about 2 min left.` */
function progressText(head: ReportHead): string {
  const { outcomes } = head;
  const leftOut = (['infra', 'no-tests', 'fewer-tests'] as const).flatMap((outcome) => (outcomes[outcome] === 0 ? [] : [countText(outcome, outcomes[outcome], t)]));
  return [madeText(head), ...(leftOut.length === 0 ? [] : [t('Left out of the rate: {0}.', listed(leftOut, t))])].join(' ');
}

function madeText({ finished, planned, remainingMs }: ReportHead): string {
  const left = remainingMs === undefined || (planned > 0 && finished >= planned) ? undefined : duration(Math.max(1000, Math.round(remainingMs / 1000) * 1000));
  if (planned === 0) {
    if (finished === 1) return left === undefined ? t('1 attempt.') : t('1 attempt, about {0} left.', left);
    return left === undefined ? t('{0} attempts.', finished) : t('{0} attempts, about {1} left.', finished, left);
  }
  if (planned === 1) return left === undefined ? t('{0} of 1 attempt.', finished) : t('{0} of 1 attempt, about {1} left.', finished, left);
  return left === undefined ? t('{0} of {1} attempts.', finished, planned) : t('{0} of {1} attempts, about {2} left.', finished, planned, left);
}
