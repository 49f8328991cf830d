/** How the cache writes what it knows of a work item: a flat list of values, a third as long as the summary itself, and as much quicker to read. */
import { PHASES, type Phase } from '../../core/workItem/phases.js';
import type { PhaseState, WorkItemSummary } from '../../core/workItem/summary.js';

/** What tells that a file is as it was: its size in bytes, its times in ms since the Unix epoch, and its number. */
export interface Stamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
}

export interface Known {
  /** Of the file that the summary was made from. */
  readonly stamp: Stamp;
  readonly summary: WorkItemSummary;
}

const STATES: readonly PhaseState[] = ['missing', 'empty', 'filled'];

/** Numbers of a record before its texts: stamp, phases of status and item, closed, evidence, then state and offset of each phase. */
const NUMBERS = 8 + 2 * PHASES.length;
/** Path, title, alias, status, priority, component, date, ids of evidence with spaces between them; those behind the title may be null. */
const TEXTS = 8;

/** A record as JSON holds it. The index of a phase is -1 where the status names none, and behind the last one for Closed. */
export function recordOf(path: string, { stamp, summary }: Known): readonly (number | string | null)[] {
  const { status, phase, phases } = summary;
  return [
    stamp.size, stamp.mtimeMs, stamp.ctimeMs, stamp.ino,
    status.phase === undefined ? -1 : PHASES.indexOf(status.phase), phase === 'Closed' ? PHASES.length : PHASES.indexOf(phase), status.closed ? 1 : 0, summary.evidence,
    ...phases.flatMap(({ state, offset }) => [STATES.indexOf(state), offset ?? -1]),
    path, summary.title, summary.alias ?? null, status.text ?? null, summary.priority ?? null, summary.component ?? null, summary.created ?? null, summary.measured.length === 0 ? null : summary.measured.join(' '),
  ];
}

/** What a record says, with its path; undefined for anything else: the file may have come with somebody else's checkout. */
export function fromRecord(record: unknown): readonly [path: string, known: Known] | undefined {
  if (!Array.isArray(record) || record.length !== NUMBERS + TEXTS) return undefined;
  const values = record as readonly unknown[];
  for (let index = 0; index < NUMBERS; index += 1) if (typeof values[index] !== 'number') return undefined;
  for (let index = NUMBERS; index < values.length; index += 1) if (typeof values[index] !== 'string' && (index < NUMBERS + 2 || values[index] !== null)) return undefined;
  const [size, mtimeMs, ctimeMs, ino, statusPhase, phase, closed, evidence] = values as readonly number[];
  const [path, title, alias, text, priority, component, created, measured] = values.slice(NUMBERS) as readonly (string | null)[];
  const named = PHASES[statusPhase ?? -1];
  const phases = PHASES.map((each, index) => {
    const offset = values[8 + 2 * index + 1] as number;
    return { phase: each, state: STATES[values[8 + 2 * index] as number] ?? 'missing', ...(offset >= 0 && { offset }) };
  });
  const stage: Phase | 'Closed' = phase === PHASES.length ? 'Closed' : (PHASES[phase ?? -1] ?? 'Investigation');
  const summary: WorkItemSummary = {
    title: title ?? '',
    ...optional('alias', alias),
    status: { ...optional('text', text), ...(named !== undefined && { phase: named }), closed: closed === 1 },
    phase: stage,
    ...optional('priority', priority),
    ...optional('component', component),
    ...optional('created', created),
    phases,
    evidence: evidence ?? 0,
    measured: measured?.split(' ') ?? [],
  };
  return [path ?? '', { stamp: { size: size ?? 0, mtimeMs: mtimeMs ?? 0, ctimeMs: ctimeMs ?? 0, ino: ino ?? 0 }, summary }];
}

function optional<K extends string>(key: K, value: string | null | undefined): Partial<Record<K, string>> {
  return (value === null || value === undefined ? {} : { [key]: value }) as Partial<Record<K, string>>;
}
