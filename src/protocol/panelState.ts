/** What a panel keeps over a reload, and what the extension finds when it brings one back. The report itself is not in it: it is read again. */
import { measure, optional, REFUSED, shape, whole } from './check.js';
import { runId } from './runId.js';

export interface PanelState {
  readonly run: string;
  /** The attempt that the strip's cursor stands on, as an index in the order in which attempts ended. */
  readonly cursor?: number;
  /** How far the panel is scrolled, CSS px. */
  readonly scroll?: number;
}

const state = shape({ run: runId, cursor: optional(whole(0)), scroll: optional(measure) });

/** The state, or undefined if the value is none: it may be missing, or of an older version. */
export function parsePanelState(value: unknown): PanelState | undefined {
  const taken = state(value);
  return taken === REFUSED ? undefined : taken;
}
