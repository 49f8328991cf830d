/** Sentences with elements in them: a translation says where in it they stand, and in which order. */

/** From here on characters are private: no text has them. */
const FIRST = 0xe000;

/** Stands in a text for the part of {@link filled} with that index. */
export function slot(index: 0 | 1): string {
  return String.fromCharCode(FIRST + index);
}

/** The text as nodes, with the parts in their places. */
export function filled(text: string, ...parts: readonly (readonly Node[])[]): Node[] {
  return text.split(/([\ue000\ue001])/).flatMap((piece): readonly Node[] => parts[piece.charCodeAt(0) - FIRST] ?? (piece === '' ? [] : [new Text(piece)]));
}
