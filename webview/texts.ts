/** The panel's texts in the language of the reader. */
import { translated } from '../src/core/report/say.js';
import { readTexts } from '../src/protocol/texts.js';

/**
 * Says a text, as `vscode.l10n.t` does: a literal, with `{0}` for the first value. The translations stand in the page before this script, so that texts may be
 * said as soon as a module is loaded. It is handed to whatever of the core makes words for the panel.
 */
export const t = translated(readTexts(document.getElementById('report')?.dataset['texts']));
