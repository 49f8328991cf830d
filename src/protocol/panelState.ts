/** What a panel keeps over a reload, and what the extension finds when it brings one back. The report itself is not in it: it is read again. */
import { list, measure, optional, REFUSED, shape, text, whole } from './check.js';
import { runId } from './runId.js';

/** Of a plot, characters. */
export const MAX_NAME = 200;

export interface PanelState {
  readonly run: string;
  /** For a panel that holds the run against an earlier one: that one's id. */
  readonly against?: string;
  /** Plots that are shown as a table, by their titles. */
  readonly tables?: readonly string[];
  /** The attempt that the strip's cursor stands on, as an index in the order in which attempts ended. */
  readonly cursor?: number;
  /** How far the panel is scrolled, CSS px. */
  readonly scroll?: number;
}

const state = shape({ run: runId, against: optional(runId), tables: optional(list(text(MAX_NAME), 40)), cursor: optional(whole(0)), scroll: optional(measure) });

/** The state, or undefined if the value is none: it may be missing, or of an older version. */
export function parsePanelState(value: unknown): PanelState | undefined {
  const taken = state(value);
  return taken === REFUSED ? undefined : taken;
}
