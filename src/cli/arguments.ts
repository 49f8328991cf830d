/** Values of options, read strictly: what is not understood is refused and never guessed. */
import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `500ms`, `3s`, `1.5s`, `2m`, `1h` in ms. */
export function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  if (!match || unit === undefined) throw new InvalidArgumentError('Write a duration with its unit: 500ms, 3s, 2m, 1h.');
  return Number(match[1]) * unit;
}

/** A whole number; whether it is in range is the plan's to say. */
export function wholeNumber(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new InvalidArgumentError('Write a whole number.');
  return Number(text);
}

/** One of a list of words. */
export function oneOf<T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new InvalidArgumentError(`Choose one of ${words.join(', ')}.`);
    return found;
  };
}

/** `NAME=value`, collected over the repetitions of an option; the last value of a name counts. */
export function assignment(text: string, earlier: Readonly<Record<string, string>> = {}): Record<string, string> {
  const border = text.indexOf('=');
  if (border <= 0) throw new InvalidArgumentError('Write NAME=value.');
  return { ...earlier, [text.slice(0, border)]: text.slice(border + 1) };
}
