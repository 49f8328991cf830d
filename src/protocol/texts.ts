/** Translations of what a report says. The extension writes them into the page, so that they are there before the first text is drawn; the panel reads them there. */

/** More of them are no translation of a panel. */
const MAX_TEXTS = 5_000;
/** Characters. With its values, each fits into what the places of a report hold. */
const MAX_TEXT = 500;

/** Translations by the English text, of any object; what is no such text is left out. @param bundle as `vscode.l10n.bundle` */
export function translationsOf(bundle: unknown): ReadonlyMap<string, string> {
  if (typeof bundle !== 'object' || bundle === null) return new Map();
  const texts = Object.entries(bundle).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '' && entry[1].length <= MAX_TEXT);
  return new Map(texts.slice(0, MAX_TEXTS));
}

/** As JSON, for an attribute of the page; undefined where nothing is translated. */
export function writeTexts(texts: ReadonlyMap<string, string>): string | undefined {
  return texts.size === 0 ? undefined : JSON.stringify(Object.fromEntries(texts));
}

/** What {@link writeTexts} wrote; nothing where it is absent or damaged: everything is in English then. */
export function readTexts(written: string | undefined): ReadonlyMap<string, string> {
  if (written === undefined) return new Map();
  try {
    return translationsOf(JSON.parse(written));
  } catch {
    return new Map();
  }
}
