/** How a report's own words are said. The core writes them in English; whoever shows a report to somebody may say them in that person's language. */

/**
 * Says a text with its values: `{0}` stands for the first of them. The text is a literal, and a whole sentence or label: what differs by number has a text for
 * one and one for more. What is written into files, or printed, is said in English: a team shares it.
 */
export type Say = (text: string, ...values: readonly (string | number)[]) => string;

/** A value that looks like a place for another stays as it is. */
export const inEnglish: Say = (text, ...values) => text.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));

/** @param translations by the English text; what has none is said in English */
export function translated(translations: ReadonlyMap<string, string>): Say {
  return (text, ...values) => inEnglish(translations.get(text) ?? text, ...values);
}
