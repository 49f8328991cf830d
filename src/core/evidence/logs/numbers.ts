/** The short numbers in a template's records, by their place: a code or a port may be all that separates two logs of the same messages. */

/** Numbers of a record that are looked at, digits of one, and values of one place that are kept: more are counts, ids or measures. */
const MAX_PLACES = 8;
const MAX_DIGITS = 4;
const MAX_VALUES = 8;

/** Characters of a message that are looked at. */
const MAX_CHARACTERS = 500;

export interface NumberPlace {
  /** The word before it; empty if there is none. */
  readonly name: string;
  /** Undefined where there are too many, or one is no short number. */
  readonly values: ReadonlySet<string> | undefined;
}

/** A number that is not the end of a word, nor the process id that syslog writes. */
const NUMBER = /(?<![\w.-])(?<!\w\[)\d[\w.:/-]*/g;

/** A measure is another one each time. */
const UNIT = /^\s?(?:[nµum]?s|secs?|seconds?|min(?:utes)?|h(?:ours)?|[kKMG]?i?B|bytes?|%)(?!\w)/;

export class Numbers {
  private found: { readonly name: string; values: Set<string> | undefined }[] | undefined;
  private over = false;

  /** Whether another record may tell more. */
  get wants(): boolean {
    return !this.over;
  }

  /** @param message without its stamp */
  add(message: string): void {
    const text = message.slice(0, MAX_CHARACTERS);
    const all = [...text.matchAll(NUMBER)].slice(0, MAX_PLACES);
    this.found ??= all.map(({ index }) => ({ name: /([A-Za-z_]\w*)[^\w\s]{0,2}\s{0,2}[^\w\s]{0,2}$/.exec(text.slice(Math.max(0, index - 40), index))?.[1] ?? '', values: new Set() }));
    // Of records that do not have the same number of them nobody knows which one is which.
    if (all.length !== this.found.length) this.found = [];
    this.found.forEach((place, at) => {
      const match = all[at];
      const value = match?.[0].replace(/[.:/-]+$/, '') ?? '';
      if (match === undefined || value.length > MAX_DIGITS || !/^\d+$/.test(value) || UNIT.test(text.slice(match.index + value.length, match.index + value.length + 12))) place.values = undefined;
      else place.values?.add(value);
      if ((place.values?.size ?? 0) > MAX_VALUES) place.values = undefined;
    });
    this.over = this.found.every(({ values }) => values === undefined);
  }

  places(): readonly NumberPlace[] {
    return this.found ?? [];
  }
}

/** Places of which both sides know all values, and have none in common. */
export function separating(passing: readonly (readonly NumberPlace[])[], failing: readonly (readonly NumberPlace[])[]): { readonly name: string; readonly place: number; readonly passing: readonly string[]; readonly failing: readonly string[] }[] {
  const [first = []] = failing;
  if ([...passing, ...failing].some((places) => places.length !== first.length)) return [];
  return first.flatMap(({ name }, at) => {
    const [one, other] = [valuesAt(passing, at), valuesAt(failing, at)];
    return one && other && one.size > 0 && other.size > 0 && ![...one].some((value) => other.has(value)) ? [{ name, place: at + 1, passing: sorted(one), failing: sorted(other) }] : [];
  });
}

function valuesAt(sides: readonly (readonly NumberPlace[])[], at: number): Set<string> | undefined {
  const all = new Set<string>();
  for (const places of sides) {
    const values = places[at]?.values;
    if (!values) return undefined;
    for (const value of values) all.add(value);
  }
  return all;
}

function sorted(values: ReadonlySet<string>): string[] {
  return [...values].sort((a, b) => Number(a) - Number(b)).slice(0, MAX_VALUES);
}
