/** The components of @vscode/webview-ui-toolkit that the panel uses, and no others. Nothing else imports it, so that it can be replaced. */
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeProgressRing } from '@vscode/webview-ui-toolkit';

/**
 * Defines `vscode-button` and `vscode-progress-ring`. Badges and tags are not used: their template holds a `style` attribute, which the page's policy refuses.
 */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeProgressRing());
}
