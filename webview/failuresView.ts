/** Failures by message, each with its logs. */
import type { ReportGroup, ReportHead } from '../src/protocol/report.js';
import { el, linkButton, setText } from './dom.js';
import type { Ask } from './host.js';
import { KeyedList, type Entry } from './keyedList.js';
import { filled, slot } from './slots.js';
import { t } from './texts.js';

/** Logs that are linked beside a failure; the strip leads to all of them. */
const LOGS = 8;

interface Row {
  readonly group: ReportGroup;
  readonly opensSource: boolean;
}

export class FailuresView {
  readonly #groups = el('ol', { class: 'groups', attributes: { 'aria-label': t('Failures') } });
  readonly #rest = el('p', { class: 'rest' });
  readonly element = el('section', {}, el('h2', { text: t('Failures by message') }), this.#groups, this.#rest);
  readonly #list: KeyedList<Row>;

  constructor(ask: Ask) {
    this.#list = new KeyedList(this.#groups, ({ group, opensSource }) => `${group.index}${opensSource ? ' opens' : ''}`, (row) => groupEntry(row, ask));
  }

  show({ groups, failuresNotListed, actions }: ReportHead): void {
    this.element.hidden = groups.length === 0;
    this.#list.show(groups.map((group) => ({ group, opensSource: actions.includes('openSource') })));
    setText(this.#rest, restText(failuresNotListed));
  }
}

function restText(notListed: number): string {
  if (notListed === 0) return '';
  return notListed === 1 ? t('1 further failure with another message, not listed here.') : t('{0} further failures with other messages, not listed here.', notListed);
}

function groupEntry({ group, opensSource }: Row, ask: Ask): Entry<Row> {
  const { title, location, attempts } = group;
  const badge = el('span', { class: 'count', attributes: { 'aria-hidden': 'true' } });
  const spoken = el('span', { class: 'visually-hidden' });
  const logs = el('p', { class: 'logs' });
  const seen = el('p', { class: 'place' });
  seen.hidden = true;
  const first = attempts[0] ?? 1;
  const place = location === undefined ? [] : [el('p', { class: 'place' }, opensSource ? linkButton(location, t('Open {0}', location), () => ask({ type: 'openSource', attempt: first })) : new Text(location))];
  const element = el('li', {}, badge, el('div', { class: 'group' }, el('p', { class: 'message' }, spoken, el('code', { text: title })), ...place, logs, seen));
  let shown = '';
  return {
    element,
    update: ({ group: { count, attempts: numbers, position, divergence } }) => {
      setText(seen, observations(position, divergence));
      seen.hidden = position === undefined && divergence === undefined;
      setText(badge, String(count));
      setText(spoken, `${count === 1 ? t('1 failure:') : t('{0} failures:', count)} `);
      const now = `${count} ${numbers.slice(0, LOGS).join(' ')}`;
      if (now !== shown) showLogs(logs, numbers, count, ask);
      shown = now;
    },
  };
}

/** `Late in the run. The log of attempt 7 leaves …` */
function observations(...said: readonly (string | undefined)[]): string {
  return said.flatMap((text) => (text === undefined ? [] : [`${text.charAt(0).toUpperCase()}${text.slice(1)}.`])).join(' ');
}

/** `Logs of attempts 7, 31 and 44`, each number a link. Links that stay are not made anew, so that the focus stays on them. */
function showLogs(logs: HTMLElement, attempts: readonly number[], count: number, ask: Ask): void {
  const known = new Map(Array.from(logs.querySelectorAll('button'), (button) => [button.textContent, button]));
  const focused = document.activeElement;
  const linked = attempts.slice(0, LOGS);
  const links = linked.map((attempt) => known.get(String(attempt)) ?? linkButton(String(attempt), t('Open the log of attempt {0}', attempt), () => ask({ type: 'openLog', attempt })));
  const listed = linksText(links, count - links.length);
  const parts = count === 1 ? filled(t('Log of attempt {0}', slot(0)), listed) : filled(t('Logs of attempts {0}', slot(0)), listed);
  logs.replaceChildren(...parts);
  if (focused instanceof HTMLElement && focused !== document.activeElement && logs.contains(focused)) focused.focus({ preventScroll: true });
}

/** `7, 31 and 44`, or `7, 31, 44 and 5 more` */
function linksText(links: readonly Node[], more: number): Node[] {
  if (more > 0) return filled(t('{0} and {1} more', slot(0), more), withCommas(links));
  return links.length < 2 ? [...links] : filled(t('{0} and {1}', slot(0), slot(1)), withCommas(links.slice(0, -1)), links.slice(-1));
}

function withCommas(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node, index) => (index === 0 ? [node] : [new Text(', '), node]));
}
