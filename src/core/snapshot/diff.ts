/** What differs between two snapshots: of two machines, or of two days. */
import { hostPort } from '../probe/address.js';
import { listed } from '../report/format.js';
import { PARTS, type Asked, type Item, type Snapshot } from './types.js';

export interface Difference {
  /** `tool node`, `listening 127.0.0.1:8080`, `environment CI`. */
  readonly what: string;
  /** Null where it is absent. */
  readonly a: string | null;
  readonly b: string | null;
}

export interface SnapshotDifference {
  readonly differences: readonly Difference[];
  /** What could not be compared, since one of them does not know it. */
  readonly notComparable: readonly { readonly what: string; readonly reason: string }[];
  /** How many facts are the same. */
  readonly same: number;
}

/** Clocks that are further apart than this differ, ms: less is the noise of one reading. */
const CLOCK_MS = 50;

type Facts = Map<string, string>;

/**
 * @param asked where a snapshot does not tell what it was asked for, it is taken for the same
 *
 * Compares what stays as it is while nobody changes it: not the load, free memory, process numbers and times of start.
 */
export function diffSnapshots(a: Snapshot, b: Snapshot, asked: { readonly a?: Asked | undefined; readonly b?: Asked | undefined } = {}): SnapshotDifference {
  const differences: Difference[] = [];
  const notComparable: { what: string; reason: string }[] = [];
  let same = 0;
  for (const part of Object.keys(PARTS) as (keyof Snapshot)[]) {
    const [left, right] = [a[part], b[part]];
    if ('missing' in left || 'missing' in right) {
      const reasons = [['A', left], ['B', right]] as const;
      const reason = reasons.flatMap(([name, item]) => ('missing' in item ? [`${name}: ${item.missing}`] : [])).join(' ');
      notComparable.push({ what: PARTS[part], reason });
      continue;
    }
    const unlike = askedOtherwise(part, asked.a, asked.b);
    if (unlike !== undefined) notComparable.push({ what: part === 'processes' ? PARTS[part] : `all ${PARTS[part]}`, reason: unlike });
    // A process that was asked for by name may be one of several, of which the other snapshot was asked for some.
    if (unlike !== undefined && part === 'processes') continue;
    const leftOut = ([['A', left], ['B', right]] as const).flatMap(([name, { incomplete }]) => (incomplete === undefined ? [] : [`${name}: ${incomplete}`]));
    if (leftOut.length > 0) notComparable.push({ what: `all ${PARTS[part]}`, reason: leftOut.join(' ') });
    const [factsA, factsB] = [factsOf(a, part), factsOf(b, part)];
    for (const what of new Set([...factsA.keys(), ...factsB.keys()])) {
      const [inA, inB] = [factsA.get(what) ?? null, factsB.get(what) ?? null];
      if (inA === inB) same++;
      // What one of them left out is no difference.
      else if (unlike !== undefined && (inA === null || inB === null)) continue;
      else if ((inA === null && left.incomplete !== undefined) || (inB === null && right.incomplete !== undefined)) continue;
      else differences.push({ what, a: inA, b: inB });
    }
  }
  const offset = clockDifference(a, b);
  if (offset) differences.push(offset);
  return { differences, notComparable, same };
}

/** Why a part of two snapshots holds unlike choices; undefined where it does not. */
function askedOtherwise(part: keyof Snapshot, a: Asked | undefined, b: Asked | undefined): string | undefined {
  if (!a || !b || (part !== 'processes' && part !== 'environment')) return undefined;
  const only = (one: readonly string[], other: readonly string[]): string[] => one.filter((name) => !other.includes(name));
  const [inA, inB] = [only(a[part], b[part]), only(b[part], a[part])];
  const said = [...(inA.length > 0 ? [`A: also ${listed(inA)}.`] : []), ...(inB.length > 0 ? [`B: also ${listed(inB)}.`] : [])].join(' ');
  return said === '' ? undefined : `They were not asked for the same ${part === 'processes' ? 'programs' : 'variables'}. ${said}`;
}

function factsOf(snapshot: Snapshot, part: keyof Snapshot): Facts {
  const facts: Facts = new Map();
  const value = <T>(item: Item<T>): T | undefined => ('value' in item ? item.value : undefined);
  switch (part) {
    case 'system': {
      const { name, platform, release, arch, version, node } = value(snapshot.system) ?? {};
      for (const [what, text] of Object.entries({ host: name, platform, 'kernel release': release, architecture: arch, 'operating system': version, 'Node of Casebook': node })) if (text !== undefined) facts.set(what, text);
      break;
    }
    case 'load': {
      const load = value(snapshot.load);
      if (load) facts.set('CPUs', String(load.cpus)).set('CPU model', load.model);
      break;
    }
    case 'memory': {
      const memory = value(snapshot.memory);
      if (memory) facts.set('memory', gibibytes(memory.total));
      break;
    }
    case 'clock': {
      const clock = value(snapshot.clock);
      if (clock?.synchronised !== undefined) facts.set('clock synchronised', clock.synchronised ? 'yes' : 'no');
      break;
    }
    case 'tools':
      for (const { name, version } of value(snapshot.tools) ?? []) facts.set(`tool ${name}`, 'value' in version ? version.value : `missing: ${version.missing}`);
      break;
    case 'git': {
      const git = value(snapshot.git);
      if (git) facts.set('commit', git.commit).set('branch', git.branch ?? 'detached').set('uncommitted changes', git.dirty ? (git.diffHash ?? 'yes') : 'none');
      break;
    }
    case 'listeners':
      for (const { address, port, processes } of value(snapshot.listeners) ?? []) facts.set(`listening ${hostPort(address, port)}`, [...new Set(processes.map(({ name }) => name))].sort().join(', ') || 'a process of another user');
      break;
    case 'processes': {
      const counts = new Map<string, number>();
      for (const { command } of value(snapshot.processes) ?? []) counts.set(command, (counts.get(command) ?? 0) + 1);
      for (const [command, count] of counts) facts.set(`process ${command}`, `${count} running`);
      break;
    }
    case 'environment':
      for (const [name, text] of Object.entries(value(snapshot.environment) ?? {})) facts.set(`environment ${name}`, text);
      break;
    case 'containers':
      for (const { name, image, status } of value(snapshot.containers)?.list ?? []) facts.set(`container ${name}`, `${image}, ${state(status)}`);
      break;
  }
  return facts;
}

/** `Up 3 hours (healthy)` without the time. */
function state(status: string): string {
  return status.replace(/^(Up|Exited \(\d+\)|Created|Restarting \(\d+\)).*?(\((?:healthy|unhealthy|health: starting|Paused)\))?$/, (_, word: string, health?: string) => (health === undefined ? word : `${word} ${health}`));
}

function clockDifference(a: Snapshot, b: Snapshot): Difference | undefined {
  const [left, right] = [a.clock, b.clock].map((clock) => ('value' in clock ? clock.value.offsetMs : undefined));
  if (left === undefined || right === undefined || Math.abs(left - right) < CLOCK_MS) return undefined;
  return { what: 'clock offset', a: `${left.toFixed(1)} ms`, b: `${right.toFixed(1)} ms` };
}

/** To 0.1 GiB: firmware and kernel take a little more or less of the same memory. */
function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
