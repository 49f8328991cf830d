/** What was run, on what, when, and where it is kept. */
import { duration } from '../src/core/report/format.js';
import type { ReportHead, ReportModel } from '../src/protocol/report.js';
import { el, setText } from './dom.js';
import { KeyedList, type Entry } from './keyedList.js';
import { PURPOSE_WORDS } from './words.js';

interface Fact {
  readonly name: string;
  readonly value: string;
  /** It is shown as code. */
  readonly code?: boolean;
}

export class FactsView {
  readonly #facts = el('dl', { class: 'facts' });
  readonly #list = new KeyedList<Fact>(this.#facts, ({ name }) => name, factEntry);
  readonly element = el('section', {}, el('h2', { text: 'Run' }), this.#facts);

  show({ run, head }: ReportModel): void {
    this.#list.show(facts(run, head));
  }
}

function facts(run: string, head: ReportHead): Fact[] {
  const { command, cwd, purpose, workItem, startedAt, elapsedMs, durations, git, host, ending } = head;
  return [
    { name: 'Command', value: command, code: true },
    { name: 'Folder', value: cwd, code: true },
    ...(workItem ? [{ name: 'Work item', value: workItem.label === workItem.path ? workItem.path : `${workItem.label} (${workItem.path})` }] : []),
    { name: 'Purpose', value: PURPOSE_WORDS[purpose] },
    { name: 'Started', value: new Date(startedAt).toLocaleString() },
    ...(elapsedMs === undefined ? [] : [{ name: head.state === 'running' ? 'Running for' : 'Took', value: duration(head.state === 'running' ? Math.round(elapsedMs / 1000) * 1000 : elapsedMs) }]),
    ...(ending === undefined ? [] : [{ name: 'End', value: ending }]),
    ...(durations ? [{ name: 'Per attempt', value: `median ${duration(durations.medianMs)}, 95 % within ${duration(durations.p95Ms)}, from ${duration(durations.minMs)} to ${duration(durations.maxMs)}` }] : []),
    { name: 'Sources', value: git ? `commit ${git.commit.slice(0, 12)}${git.branch === undefined ? '' : ` on ${git.branch}`}, ${git.dirty ? 'with uncommitted changes' : 'clean'}` : 'not in a git checkout' },
    { name: 'Host', value: host },
    { name: 'Ledger', value: run, code: true },
  ];
}

function factEntry({ name, code }: Fact): Entry<Fact> {
  const value = code ? el('code') : el('span');
  return { element: el('div', {}, el('dt', { text: name }), el('dd', {}, value)), update: (fact) => setText(value, fact.value) };
}
