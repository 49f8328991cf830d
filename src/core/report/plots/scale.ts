/** Axes: from values to places, with round ticks. */
import { duration } from '../format.js';

export interface Scale {
  readonly logarithmic: boolean;
  /** The ends of the axis. */
  readonly from: number;
  readonly to: number;
  /** Round values from `from` to `to`, rising. */
  readonly ticks: readonly number[];
  /** The place of a value, 0 at `from` and 1 at `to`; values outside lie on the end. */
  place(value: number): number;
}

/** From here on a linear axis would press most of the values into one mark. */
const LOGARITHMIC_FROM = 20;

/** The axis for time spans between two, ms: linear from 0 on, or logarithmic where they differ by much. */
export function durationScale(minMs: number, maxMs: number, ticks = 4): Scale {
  if (minMs > 0 && maxMs / minMs >= LOGARITHMIC_FROM) return logarithmic(minMs, maxMs, ticks);
  return linear(0, maxMs > 0 ? maxMs : 1, ticks);
}

/** A linear axis whose end is round. */
export function linear(from: number, to: number, ticks = 4): Scale {
  const step = roundStep((to - from) / ticks);
  const end = from + Math.max(1, Math.ceil((to - from) / step - 1e-9)) * step;
  const count = Math.round((end - from) / step);
  return { logarithmic: false, from, to: end, ticks: Array.from({ length: count + 1 }, (_, index) => from + index * step), place: (value) => bound((value - from) / (end - from)) };
}

/** 1, 2 or 5 times a power of ten, not below the value. */
function roundStep(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((factor) => factor * magnitude >= value * (1 - 1e-9)) ?? 10) * magnitude;
}

function logarithmic(min: number, max: number, ticks: number): Scale {
  const [low, high] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  const every = Math.max(1, Math.ceil((high - low) / ticks));
  const powers = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, index) => 10 ** (low + index * every));
  return { logarithmic: true, from: 10 ** low, to: 10 ** high, ticks: powers, place: (value) => bound((Math.log10(Math.max(value, Number.MIN_VALUE)) - low) / (high - low)) };
}

function bound(place: number): number {
  return Math.max(0, Math.min(1, place));
}

/** A tick of an axis of time spans. */
export function tickText(ms: number): string {
  return ms === 0 ? '0' : duration(Number(ms.toPrecision(6)));
}
