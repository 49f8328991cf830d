/** Numbers as they are printed, and what rounding could have printed them. */
import { percent } from '../../report/format.js';

/** Source of a whole number, thousands parted by commas or not. */
export const WHOLE = '\\d{1,3}(?:,\\d{3}){1,4}|\\d{1,9}';

/** Source of a number with or without decimals. */
export const NUMBER = `(?:${WHOLE})(?:\\.\\d{1,9})?`;

export interface Printed {
  readonly value: number;
  /** Digits behind the point: what the number is exact to. */
  readonly decimals: number;
}

/** @param text as {@link NUMBER} matches it */
export function printed(text: string): Printed {
  const plain = text.replaceAll(',', '');
  return { value: Number(plain), decimals: plain.split('.')[1]?.length ?? 0 };
}

/** How a printed number stands to the exact one: `rounded` down or half up, as both are usual; `up` where only rounding up gives it. */
export type Rounding = 'rounded' | 'up' | 'wrong';

/** A fraction of whole numbers, scaled (100 for per cent), against its printed form. Exact: whole numbers only, below 2^53. */
export function roundingOf(part: number, whole: number, scale: number, { value, decimals }: Printed): Rounding {
  const factor = scale * 10 ** decimals;
  const [shown, exact] = [Math.round(value * 10 ** decimals), part * factor];
  if (shown === Math.floor(exact / whole) || shown === Math.floor((2 * exact + whole) / (2 * whole))) return 'rounded';
  return shown === Math.ceil(exact / whole) ? 'up' : 'wrong';
}

/** A share for a sentence beside the number that it is held against: with one decimal at the least, and as many as that one has, or as show that they differ. */
export function percentBeside(part: number, whole: number, { value, decimals }: Printed): string {
  const exact = (100 * part) / whole;
  for (let places = Math.max(1, decimals); places < MAX_PLACES; places += 1) if (Number(exact.toFixed(places)) !== value) return percent(part / whole, places);
  return percent(part / whole, MAX_PLACES);
}

const MAX_PLACES = 6;

/** Whether a number is what another one rounds to, down or half up, at the printed one's own precision; a hair of floating point is forgiven. */
export function roundsTo(exact: number, { value, decimals }: Printed): boolean {
  const unit = 10 ** -decimals;
  const hair = 1e-9 * Math.max(1, Math.abs(exact));
  return value - exact <= unit / 2 + hair && exact - value < unit + hair;
}

/** Whether two numbers are near enough for a printed `~`: one unit of the last place, or a share of the larger one. */
export function near(a: number, b: number, unit: number, share = 0.1): boolean {
  return Math.abs(a - b) <= Math.max(unit, share * Math.max(Math.abs(a), Math.abs(b)));
}

const WORDS: Readonly<Record<string, number>> = { zero: 0, no: 0, none: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12 };

/** Source of a count in words. */
export const COUNT_WORD = 'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve';

/** A count in digits or words. */
export function countOf(text: string): number {
  return WORDS[text.toLowerCase()] ?? printed(text).value;
}

/** A number for a sentence: at most three decimals. */
export function shown(value: number): string {
  return String(Number(value.toFixed(3)));
}
