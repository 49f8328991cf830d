/** Values of options, read strictly: what is not understood is refused and never guessed. */
import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../core/durationText.js';
import type { Sampler } from '../core/run/plan.js';

/** `500ms`, `3s`, `1.5s`, `2m`, `1h` in ms. */
export function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('Write a duration with its unit: 500ms, 3s, 2m, 1h.');
  return ms;
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

/** `NAME@500ms=COMMAND`, collected over the repetitions of an option. */
export function sampler(text: string, earlier: readonly Sampler[] = []): Sampler[] {
  const [, name, every, command] = /^([^@=]*)@([^=]*)=(.*)$/s.exec(text) ?? [];
  const everyMs = parseDuration(every ?? '');
  if (name === undefined || command === undefined || everyMs === undefined) throw new InvalidArgumentError('Write NAME@500ms=COMMAND: a label, how often, and a command line for the shell that exits with 0 when all is well.');
  return [...earlier, { name, everyMs, command }];
}
