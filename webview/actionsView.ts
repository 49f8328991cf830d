/** What can be done with the run, as buttons; the extension says which are possible. */
import type { ReportAction, ReportHead } from '../src/protocol/report.js';
import { el, setText } from './dom.js';
import type { Ask } from './host.js';
import { t } from './texts.js';
import { ACTION_WORDS } from './words.js';

const ORDER = ['cancel', 'runAgain', 'runUntilFailure', 'verifyFix', 'newWorkItem', 'openWorkItem', 'compareWith', 'exportReport'] as const;

export class ActionsView {
  readonly #buttons = ORDER.map((action) => ({ action, button: el('vscode-button', { attributes: { appearance: action === 'runAgain' ? 'primary' : 'secondary' } }) }));
  readonly element = el('div', { class: 'actions', attributes: { role: 'group', 'aria-label': t('Actions') } }, ...this.#buttons.map(({ button }) => button));

  constructor(ask: Ask) {
    for (const { action, button } of this.#buttons) button.addEventListener('click', () => ask({ type: action }));
  }

  show({ actions, workItem }: { readonly actions: readonly ReportAction[] } & Pick<ReportHead, 'workItem'>): void {
    const focusedGone = this.#buttons.some(({ action, button }) => button === document.activeElement && !actions.includes(action));
    for (const { action, button } of this.#buttons) {
      button.hidden = !actions.includes(action);
      setText(button, action === 'openWorkItem' && workItem ? t('Open {0}', workItem.label) : ACTION_WORDS[action]);
    }
    this.element.hidden = this.#buttons.every(({ button }) => button.hidden);
    // The button that was pressed is gone (a cancelled run cannot be cancelled again): the focus stays in the group.
    if (focusedGone) this.#buttons.find(({ button }) => !button.hidden)?.button.focus();
  }
}
