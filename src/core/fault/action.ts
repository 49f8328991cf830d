/** What can be done to the traffic of a fault proxy, as words: `hold`, `latency 200ms down`, `heal`. */
import { parseDuration } from '../durationText.js';
import { durationArgument } from '../report/format.js';

/** `up` is from the client to the upstream, `down` the way back. */
export type Direction = 'up' | 'down';

export type Action =
  /** All faults are taken back; what was held goes on without loss. */
  | { readonly do: 'heal' }
  /** Nothing passes in either direction, and nothing is lost: dropped packets that heal. */
  | { readonly do: 'hold' }
  /** New connections are refused: nobody listens. */
  | { readonly do: 'refuse' }
  /** The SYNs of new connections are dropped (Linux). */
  | { readonly do: 'blackhole' }
  /** New connections are accepted, and reset at once. */
  | { readonly do: 'reset-at-accept' }
  /** Live connections are reset now, at both ends. */
  | { readonly do: 'kill' }
  /** Live connections lose their upstream and are told nothing of it: half-open. */
  | { readonly do: 'orphan' }
  | { readonly do: 'reset-idle'; readonly ms: number }
  | { readonly do: 'latency' | 'jitter' | 'slow-close'; readonly ms: number; readonly direction?: Direction }
  | { readonly do: 'bandwidth'; readonly bytesPerSecond: number; readonly direction?: Direction }
  | { readonly do: 'slice'; readonly bytes: number; readonly ms: number; readonly direction?: Direction }
  /** After so many bytes in that direction the connection is closed (`cut`) or reset (`reset-after`); what is left is dropped. */
  | { readonly do: 'cut' | 'reset-after'; readonly bytes: number; readonly direction?: Direction };

/** An action at a time of a schedule. */
export interface Step {
  /** ms since the schedule began. */
  readonly atMs: number;
  readonly action: Action;
}

interface Problem {
  readonly problem: string;
}

/** What the words of an action look like, for help and for refusals. */
export const ACTION_FORMS = 'hold, heal, refuse, blackhole, reset-at-accept, kill, orphan, reset-idle TIME, latency TIME [up|down], jitter TIME [up|down], slow-close TIME [up|down], bandwidth BYTES [up|down], slice BYTES[/TIME] [up|down], cut BYTES [up|down], reset-after BYTES [up|down]';

/** Longest time that a fault or a schedule may name, ms: what a timer can hold is 2³¹ ms. */
const MAX_MS = 24 * 3_600_000;

/** Largest size, bytes. */
const MAX_BYTES = 2 ** 50;

/** One action, such as `latency 200ms down`. Never throws. */
export function parseAction(text: string): Action | Problem {
  const words = text.trim().split(/\s+/);
  const taken = takeAction(words);
  if ('problem' in taken) return taken;
  return taken.used === words.length ? taken.action : { problem: `${JSON.stringify(words[taken.used])} is not understood behind ${taken.action.do}. Write one of: ${ACTION_FORMS}.` };
}

/** A schedule as words: `5s hold 20s heal`; each value may hold several words. Its steps in the order of their times. Never throws. */
export function parseSchedule(values: readonly string[]): readonly Step[] | Problem {
  const words = values.flatMap((value) => value.trim().split(/\s+/)).filter((word) => word !== '');
  const steps: Step[] = [];
  for (let at = 0; at < words.length; ) {
    const time = words[at] ?? '';
    const atMs = parseDuration(time);
    if (atMs === undefined || atMs > MAX_MS) return { problem: `${JSON.stringify(time)} is not the time of a step: write --at 5s hold --at 20s heal, up to 24h.` };
    const taken = takeAction(words.slice(at + 1));
    if ('problem' in taken) return taken;
    steps.push({ atMs, action: taken.action });
    at += 1 + taken.used;
  }
  return steps.sort((a, b) => a.atMs - b.atMs);
}

/** The words that give the action when they are read. */
export function actionText(action: Action): string {
  return [action.do, ...argumentOf(action), ...('direction' in action ? [action.direction] : [])].join(' ');
}

function argumentOf(action: Action): string[] {
  if ('bytesPerSecond' in action) return [String(action.bytesPerSecond)];
  if (action.do === 'slice') return [`${action.bytes}${action.ms > 0 ? `/${durationArgument(action.ms)}` : ''}`];
  if ('bytes' in action) return [String(action.bytes)];
  return 'ms' in action ? [durationArgument(action.ms)] : [];
}

function takeAction(words: readonly string[]): { readonly action: Action; readonly used: number } | Problem {
  const [name = '', argument = '', towards] = words;
  switch (name) {
    case 'heal':
    case 'hold':
    case 'refuse':
    case 'blackhole':
    case 'reset-at-accept':
    case 'kill':
    case 'orphan':
      return { action: { do: name }, used: 1 };
    case 'reset-idle': {
      const ms = time(argument);
      return ms === undefined ? wants(name, 'a time, such as 5s') : { action: { do: name, ms }, used: 2 };
    }
    case 'latency':
    case 'jitter':
    case 'slow-close': {
      const ms = time(argument);
      return ms === undefined ? wants(name, 'a time, such as 200ms') : directed({ do: name, ms }, towards);
    }
    case 'bandwidth': {
      const bytesPerSecond = size(argument);
      return bytesPerSecond === undefined || bytesPerSecond === 0 ? wants(name, 'bytes per second, such as 64k') : directed({ do: name, bytesPerSecond }, towards);
    }
    case 'slice': {
      const [count = '', pause] = argument.split('/');
      const bytes = size(count);
      const ms = pause === undefined ? 0 : time(pause);
      return bytes === undefined || bytes === 0 || ms === undefined ? wants(name, 'bytes, and if wanted a pause: 10, or 10/5ms') : directed({ do: name, bytes, ms }, towards);
    }
    case 'cut':
    case 'reset-after': {
      const bytes = size(argument);
      return bytes === undefined ? wants(name, 'a number of bytes, such as 1000 or 64k') : directed({ do: name, bytes }, towards);
    }
    default:
      return { problem: `${JSON.stringify(name)} is no fault. Write one of: ${ACTION_FORMS}.` };
  }
}

function directed<A extends Action>(action: A, towards: string | undefined): { action: A; used: number } {
  return towards === 'up' || towards === 'down' ? { action: { ...action, direction: towards }, used: 3 } : { action, used: 2 };
}

function wants(name: string, what: string): Problem {
  return { problem: `${name} wants ${what}.` };
}

function time(text: string): number | undefined {
  const ms = parseDuration(text);
  return ms !== undefined && ms <= MAX_MS ? ms : undefined;
}

/** `500`, `64k`, `1.5m`, `2g` in bytes; k is 1000. */
function size(text: string): number | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,6})?)([kmg]?)$/i.exec(text);
  if (!match) return undefined;
  const bytes = Math.round(Number(match[1]) * 1000 ** ['', 'k', 'm', 'g'].indexOf((match[2] ?? '').toLowerCase()));
  return bytes <= MAX_BYTES ? bytes : undefined;
}
