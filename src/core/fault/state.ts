/** The faults that hold now, and what an action makes of them. */
import type { Action, Direction } from './action.js';

/** The faults of one direction. */
export interface LaneFaults {
  readonly latencyMs: number;
  /** Up to so much is added to the latency, evenly spread; the order of bytes stays. */
  readonly jitterMs: number;
  /** Undefined: no limit. */
  readonly bytesPerSecond: number | undefined;
  /** Largest piece that is passed on at once, bytes, and the pause after it. */
  readonly slice: { readonly bytes: number; readonly ms: number } | undefined;
  /** After so many bytes the connection ends, with a FIN or a RST. */
  readonly cut: { readonly bytes: number; readonly by: 'fin' | 'rst' } | undefined;
  /** The FIN of a side is passed on so much later. */
  readonly slowCloseMs: number;
}

export interface FaultState {
  readonly up: LaneFaults;
  readonly down: LaneFaults;
  readonly held: boolean;
  /** What happens to new connections. */
  readonly admission: 'open' | 'refuse' | 'blackhole' | 'reset';
  /** A connection without traffic for so long is reset. */
  readonly resetIdleMs: number | undefined;
}

export const NO_LANE_FAULTS: LaneFaults = { latencyMs: 0, jitterMs: 0, bytesPerSecond: undefined, slice: undefined, cut: undefined, slowCloseMs: 0 };

export const NO_FAULTS: FaultState = { up: NO_LANE_FAULTS, down: NO_LANE_FAULTS, held: false, admission: 'open', resetIdleMs: undefined };

/** The faults after the action. `kill` and `orphan` befall live connections once, and leave none. */
export function afterAction(state: FaultState, action: Action): FaultState {
  switch (action.do) {
    case 'heal':
      return NO_FAULTS;
    case 'kill':
    case 'orphan':
      return state;
    case 'hold':
      return { ...state, held: true };
    case 'refuse':
    case 'blackhole':
      return { ...state, admission: action.do };
    case 'reset-at-accept':
      return { ...state, admission: 'reset' };
    case 'reset-idle':
      return { ...state, resetIdleMs: action.ms };
    case 'latency':
      return lanes(state, action.direction, { latencyMs: action.ms });
    case 'jitter':
      return lanes(state, action.direction, { jitterMs: action.ms });
    case 'slow-close':
      return lanes(state, action.direction, { slowCloseMs: action.ms });
    case 'bandwidth':
      return lanes(state, action.direction, { bytesPerSecond: action.bytesPerSecond });
    case 'slice':
      return lanes(state, action.direction, { slice: { bytes: action.bytes, ms: action.ms } });
    case 'cut':
      return lanes(state, action.direction, { cut: { bytes: action.bytes, by: 'fin' } });
    case 'reset-after':
      return lanes(state, action.direction, { cut: { bytes: action.bytes, by: 'rst' } });
  }
}

/** The faults that are left when all is done; undefined if none are. */
export function leftBehind(actions: readonly Action[]): FaultState | undefined {
  const end = actions.reduce(afterAction, NO_FAULTS);
  return isHealthy(end) ? undefined : end;
}

/** Whether traffic passes as without a proxy. */
export function isHealthy(state: FaultState): boolean {
  return !state.held && state.admission === 'open' && state.resetIdleMs === undefined && isPlain(state.up) && isPlain(state.down);
}

/** Whether bytes of this direction pass at once and whole. */
export function isPlain({ latencyMs, jitterMs, bytesPerSecond, slice, cut, slowCloseMs }: LaneFaults): boolean {
  return latencyMs === 0 && jitterMs === 0 && bytesPerSecond === undefined && slice === undefined && cut === undefined && slowCloseMs === 0;
}

function lanes(state: FaultState, direction: Direction | undefined, change: Partial<LaneFaults>): FaultState {
  return {
    ...state,
    ...(direction !== 'down' && { up: { ...state.up, ...change } }),
    ...(direction !== 'up' && { down: { ...state.down, ...change } }),
  };
}
