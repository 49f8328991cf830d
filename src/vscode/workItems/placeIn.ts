/** A place in a work item, named by what stands there: it is looked up in the text as it is by then. */
import type { Engine } from '../adapters/loadEngine.js';

export interface PlaceIn {
  /** Id of an evidence block… */
  readonly evidence?: string;
  /** …and its kind. */
  readonly kind?: string;
  /** Words of a checkbox… */
  readonly checkbox?: string;
  /** …and where it stood, an offset. */
  readonly at?: number;
  /** Headings from the top. */
  readonly section?: string;
  readonly phase?: string;
  /** 1-based; of a place that has no name. */
  readonly line?: number;
}

/** From where to where it stands, as offsets; undefined if the text does not have it any more. */
export function spanOf(text: string, place: PlaceIn, { checkboxesOf, linesOf, outlineOf, parse, sectionAt }: Engine): { readonly start: number; readonly end: number } | undefined {
  if (place.checkbox !== undefined) {
    const boxes = checkboxesOf(text, outlineOf(text)).filter((box) => box.text === place.checkbox);
    return (boxes.find(({ mark }) => mark.start === place.at) ?? boxes[0])?.span;
  }
  const { item } = parse(text);
  if (place.evidence !== undefined) return item.evidence.find(({ id, kind }) => id === place.evidence && (place.kind === undefined || kind === place.kind))?.span;
  if (place.section !== undefined) return sectionAt(item, place.section)?.whole;
  if (place.line !== undefined) return [...linesOf(text)][place.line - 1];
  return item.phases.find(({ phase }) => phase === place.phase)?.section.whole;
}
