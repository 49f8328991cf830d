/** The HTML shell of the run report. Everything inside is drawn by webview/main.ts. */

export interface PanelShell {
  /** At least 128 random bits in base64 or hex, made anew for each shell. */
  readonly nonce: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** dist/webview/main.js and style.css, as `webview.asWebviewUri` gives them. */
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly title: string;
  /** The run that the panel is for. */
  readonly run: string;
  /** The earlier run that it is held against, if the panel is about both. */
  readonly against?: string;
  /** Translations of the panel's texts, and the language they are in; absent where everything is in English. */
  readonly translations?: { readonly texts: string; readonly language: string };
}

/**
 * The toolkit adds an empty style element to find out whether the browser knows `:focus-visible`; where that is refused, each click with the mouse leaves
 * a focus ring. This is the hash of the empty text: only an empty element fits it.
 */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/**
 * The page under the strictest policy that it works with: one script, by its nonce, and one style sheet. The toolkit's own styles are constructed sheets
 * (`adoptedStyleSheets`), which the policy does not touch. Nothing is fetched, so no source for images, fonts or connections is named.
 * The script is at the end of the body and not deferred: the toolkit takes over the theme at the window's `load`.
 */
export function panelHtml({ nonce, cspSource, scriptUri, styleUri, title, run, against, translations }: PanelShell): string {
  const policy = `default-src 'none'; style-src ${cspSource} ${EMPTY_STYLE}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="${escaped(translations?.language ?? 'en')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${escaped(styleUri)}">
</head>
<body>
<main id="report" data-run="${escaped(run)}"${against === undefined ? '' : ` data-against="${escaped(against)}"`}${translations === undefined ? '' : ` data-texts="${escaped(translations.texts)}"`}></main>
<script nonce="${escaped(nonce)}" src="${escaped(scriptUri)}"></script>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
