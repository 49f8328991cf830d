/**
 * What a log says of its own pace: `"total_ticks": 51` in `"total_runtime": "10.026068583s"`, beside `"flush_interval": "100ms"`. Two numbers that a program
 * prints side by side, and a third one that they refute.
 */
import type { TrackData } from './track.js';

export interface StatedPace {
  /** What was counted, as the log names it. */
  readonly what: string;
  readonly count: number;
  readonly windowMs: number;
  /** One per so many ms. */
  readonly averageMs: number;
  /** Of the record. */
  readonly line: number;
  /** A period that the same log states, if it states one. */
  readonly period?: { readonly name: string; readonly ms: number; readonly line: number; readonly expected: number };
}

const COUNT = /\b((?:[a-z]+[_-])?(?:ticks|flushes|heartbeats|polls|beats|cycles|iterations|pings))\b\W{1,4}(\d{1,12})\b(?![.\w])/gi;
const WINDOW = /\b(?:[a-z]+[_-])?(?:runtime|duration|elapsed|uptime|ran_for)\b\W{1,4}((?:\d+(?:\.\d+)?(?:h|ms|m|s|µs|us))+)\b/i;
const PERIOD = /\b((?:[a-z]+[_-])?(?:interval|period|every|tick_rate))\b\W{1,4}((?:\d+(?:\.\d+)?(?:h|ms|m|s))+)\b/gi;

/** Records that speak of so many ways to pace themselves are looked at. */
const MAX_STATED = 5;

export function statedPaces(tracks: readonly TrackData[]): StatedPace[] {
  const texts = tracks.flatMap(({ examples }) => examples.slice(0, 3));
  const periods = texts.flatMap(({ text, line }) => [...text.matchAll(PERIOD)].map(([, name = '', value = '']) => ({ name, ms: goDuration(value), line })));
  const paces = texts.flatMap(({ text, line }) => {
    const windowMs = goDuration(WINDOW.exec(text)?.[1] ?? '');
    if (!(windowMs > 0)) return [];
    return [...text.matchAll(COUNT)].flatMap(([, what = '', digits = '']) => {
      const count = Number(digits);
      if (count < 2) return [];
      // Of several periods nobody knows which one is meant.
      const distinct = [...new Map(periods.filter(({ ms }) => ms > 0).map((period) => [period.ms, period])).values()];
      const [period] = distinct.length === 1 ? distinct : [];
      return [{ what, count, windowMs, averageMs: windowMs / count, line, ...(period && { period: { ...period, expected: Math.floor(windowMs / period.ms) } }) }];
    });
  });
  return paces.slice(0, MAX_STATED);
}

/** `1m2.5s` in ms, as Go writes durations; NaN for what is none. */
function goDuration(text: string): number {
  let sum = NaN;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|µs|us)/g)) {
    const scale = unit === 'h' ? 3_600_000 : unit === 'm' ? 60_000 : unit === 's' ? 1_000 : unit === 'ms' ? 1 : 0.001;
    sum = (Number.isNaN(sum) ? 0 : sum) + Number(number) * scale;
  }
  return sum;
}
