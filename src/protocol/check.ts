/**
 * Checks of values that came from the other side. Each returns the value with its type, or {@link REFUSED}; what is taken over is built anew, so a message
 * holds no property that nobody asked for.
 */

/** Stands for "not of this form"; undefined is a value that an optional property may have. */
export const REFUSED = Symbol('refused');
export type Checked<T> = T | typeof REFUSED;
export type Check<T> = (value: unknown) => Checked<T>;

type Shape = Readonly<Record<string, Check<unknown>>>;
type Taken<C> = C extends Check<infer T> ? Exclude<T, typeof REFUSED> : never;
type OptionalKeys<S extends Shape> = { [K in keyof S]: undefined extends Taken<S[K]> ? K : never }[keyof S];
type Shaped<S extends Shape> = { -readonly [K in Exclude<keyof S, OptionalKeys<S>>]: Taken<S[K]> } & { -readonly [K in OptionalKeys<S>]?: Exclude<Taken<S[K]>, undefined> };

/** A text of at most `max` characters. */
export function text(max: number): Check<string> {
  return (value) => (typeof value === 'string' && value.length <= max ? value : REFUSED);
}

/** A text that matches the whole pattern. */
export function matching(pattern: RegExp): Check<string> {
  return (value) => (typeof value === 'string' && pattern.test(value) ? value : REFUSED);
}

/** A whole number from `min` on. */
export function whole(min: number): Check<number> {
  return (value) => (Number.isSafeInteger(value) && (value as number) >= min ? (value as number) : REFUSED);
}

/** A time span or another measured number: finite, 0 or more. */
export function measure(value: unknown): Checked<number> {
  return typeof value === 'number' && value >= 0 && value < Infinity ? value : REFUSED;
}

/** A fraction 0–1. */
export function fraction(value: unknown): Checked<number> {
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : REFUSED;
}

export function flag(value: unknown): Checked<boolean> {
  return typeof value === 'boolean' ? value : REFUSED;
}

/** One of the given texts. */
export function oneOf<const T extends string>(values: readonly T[]): Check<T> {
  return (value) => values.find((known) => known === value) ?? REFUSED;
}

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value) => (value === null ? null : check(value));
}

/** The property may be absent. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value) => (value === undefined ? undefined : check(value));
}

/** An array of `min` to `max` elements. */
export function list<T>(check: Check<T>, max: number, min = 0): Check<T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > max || value.length < min) return REFUSED;
    const taken: T[] = [];
    for (const entry of value as unknown[]) {
      const element = check(entry);
      if (element === REFUSED) return REFUSED;
      taken.push(element);
    }
    return taken;
  };
}

/** An object with at least these properties; others are not taken over. */
export function shape<S extends Shape>(checks: S): Check<Shaped<S>> {
  const entries = Object.entries(checks);
  return (value) => {
    if (typeof value !== 'object' || value === null) return REFUSED;
    const taken: Record<string, unknown> = {};
    for (const [key, check] of entries) {
      const property = check(Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined);
      if (property === REFUSED) return REFUSED;
      if (property !== undefined) taken[key] = property;
    }
    return taken as Shaped<S>;
  };
}

/** The first of the forms that fits. */
export function either<T>(...checks: readonly Check<T>[]): Check<T> {
  return (value) => {
    for (const check of checks) {
      const taken = check(value);
      if (taken !== REFUSED) return taken;
    }
    return REFUSED;
  };
}
