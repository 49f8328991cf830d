/** Moments of logs as text. */
import type { LogTime } from './types.js';

/** Earlier than this (1973) there are no logs: such a moment counts from a start that its clock does not tell. */
const FIRST_DATE = 1e11;

/** Whether a moment (ms) counts from the start of a machine. */
export function isRelative(at: number): boolean {
  return Math.abs(at) < FIRST_DATE;
}

export function timeOf(at: number): LogTime {
  return isRelative(at) ? `boot + ${(at / 1000).toFixed(3)} s` : new Date(at).toISOString();
}
