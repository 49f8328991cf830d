/** A field of the header with its positions. */
import type { Header, HeaderField } from '../workItem/model.js';

/** The first field with a name, compared without case; undefined if there is none with a value. */
export function fieldNamed(header: Header, name: string): HeaderField | undefined {
  return header.fields.find((field) => field.name.toLowerCase() === name.toLowerCase() && field.value !== '');
}
