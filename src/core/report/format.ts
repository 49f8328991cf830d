/** How numbers stand in sentences and tables. */
import { inEnglish, type Say } from './say.js';

const MAX_DECIMALS = 12;

/**
 * A fraction 0–1 as a percentage: `3.0 %`. Only exact 0 and 1 are `0 %` and `100 %`: what rounds to one of them gets as many decimals as show that it is
 * neither (`0.03 %`, `99.97 %`).
 * @param decimals at the least
 */
export function percent(fraction: number, decimals = 1): string {
  return percentWith(fraction, decimals);
}

/** A part of something that it may exceed, such as a change: as {@link percent} up to 100 %, and beyond with at most one decimal (`350 %`, `233.3 %`). */
export function percentOf(fraction: number): string {
  return fraction <= 1 ? percent(fraction) : `${Number((fraction * 100).toFixed(1))} %`;
}

/** A fraction as a percentage with three significant digits, for a bound: `2.95 %`, `25.9 %`, `0.00300 %`. */
export function boundPercent(fraction: number): string {
  const value = fraction * 100;
  const magnitude = value > 0 ? Math.floor(Math.log10(value)) : 0;
  return percentWith(fraction, Math.min(MAX_DECIMALS, Math.max(1, 2 - magnitude)));
}

function percentWith(fraction: number, decimals: number): string {
  if (fraction <= 0) return '0 %';
  if (fraction >= 1) return '100 %';
  for (let places = decimals; places <= MAX_DECIMALS; places++) {
    const text = (fraction * 100).toFixed(places);
    if (Number(text) > 0 && Number(text) < 100) return `${text} %`;
  }
  return fraction < 0.5 ? `< 0.${'0'.repeat(MAX_DECIMALS - 1)}1 %` : `> 99.${'9'.repeat(MAX_DECIMALS)} %`;
}

/** The p-value of a test at 5 %, with three significant digits, more where rounding would reach the other side of 0.05. */
export function pValue(p: number): string {
  if (p < 0.0001) return 'p < 0.0001';
  if (p >= 1) return 'p = 1';
  for (let digits = 3; digits <= 15; digits++) {
    const rounded = Number(p.toPrecision(digits));
    if (rounded < 0.05 === p < 0.05 && rounded < 1) return `p = ${rounded}`;
  }
  return `p = ${p}`;
}

/** A time span for people: `0.4 ms`, `21 ms`, `1.53 s`, `2 min 5 s`, `1 h 3 min`. */
export function duration(ms: number): string {
  if (ms > 0 && ms < 0.05) return `${Number((ms * 1000).toPrecision(1))} µs`;
  if (ms < 9.95) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${Number((ms / 1000).toFixed(ms < 9_995 ? 2 : 1))} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A time span as the command line takes it, without rounding: `500ms`, `3s`, `2m`. */
export function durationArgument(ms: number): string {
  if (ms > 0 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  if (ms > 0 && ms % 1000 === 0) return `${ms / 1000}s`;
  return `${ms}ms`;
}

/** `1 attempt`, `2 attempts`: the number and the noun that goes with it, in English. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], say: Say = inEnglish): string {
  if (items.length < 2) return items.join('');
  return say('{0} and {1}', items.slice(0, -1).join(', '), items.at(-1) ?? '');
}

/** A sentence that another one goes on with, or ends. */
export function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
