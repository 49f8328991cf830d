/** Parts of JSON from outside, taken only as what they are expected to be. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The objects of a list; nothing for anything else. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(asObject).filter((entry) => entry !== undefined) : [];
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A 1-based line number. */
export function asLine(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** The texts of a list, one below the other. */
export function asTexts(value: unknown): string | undefined {
  return Array.isArray(value) ? asText(value.filter((entry) => typeof entry === 'string').join('\n')) : undefined;
}

/** Characters of a line that are parsed: no event is so long, and a line in memory is one already. */
const MAX_LINE = 4 * 1024 * 1024;

/** The JSON objects that stand on lines of their own, in their order. */
export function* lineObjects(lines: Iterable<string>): Generator<JsonObject, void, undefined> {
  for (const line of lines) {
    const start = line.indexOf('{');
    // What printed no end of its line stands before an object.
    if (start === -1 || line.length > MAX_LINE || !line.trimEnd().endsWith('}')) continue;
    const object = objectIn(line.slice(start));
    if (object) yield object;
  }
}

/** Undefined if the text is no JSON, or no object. */
export function objectIn(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined; // it only looked like one
  }
}
