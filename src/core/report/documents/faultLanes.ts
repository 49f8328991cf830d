/** The course of a fault test as lanes: the control, the fault as it was planned, and what the proxy saw of the client. */
import type { TimelineLane, TimelineMoment } from '../../../protocol/document.js';
import { actionText } from '../../fault/action.js';
import type { Observed } from '../../fault/measure.js';
import { scheduleText, type FaultReport } from '../faultBlock.js';
import { duration } from '../format.js';
import type { Say } from '../say.js';
import { cellText } from './shared.js';
import type { Links } from './links.js';

type Witness = NonNullable<Observed['witness']>;
type Detection = NonNullable<Observed['detection']>;

const WITNESSES: Readonly<Record<Witness['type'], (say: Say) => string>> = {
  withheld: (say) => say('first byte withheld'),
  broken: (say) => say('first connection broken'),
  'syn-dropped': (say) => say('first SYN dropped'),
};

const WITNESSES_AFTER: Readonly<Record<Witness['type'], (say: Say, after: string) => string>> = {
  withheld: (say, after) => say('first byte withheld after {0}', after),
  broken: (say, after) => say('first connection broken after {0}', after),
  'syn-dropped': (say, after) => say('first SYN dropped after {0}', after),
};

const DETECTIONS: Readonly<Record<Detection['by'], (say: Say) => string>> = {
  fin: (say) => say('the client closed the connection'),
  rst: (say) => say('the client reset the connection'),
  connection: (say) => say('the client connected again'),
  exit: (say) => say('the client ended'),
};

export function faultLanes({ id, scenario, control, fault }: FaultReport, links: Links, say: Say): { lanes: TimelineLane[]; toMs: number } {
  const healedAt = scenario.steps.findLast(({ action }) => action.do === 'heal')?.atMs ?? scenario.steps.at(-1)?.atMs ?? 0;
  const course = fault ? courseOf(fault, healedAt) : undefined;
  const latest = Math.max(scenario.steps.at(-1)?.atMs ?? 0, course?.lastMs ?? 0);
  const toMs = Math.max(1, latest * 1.08);
  const controlLane: TimelineLane = {
    label: say('Without the fault'),
    words: cellText([connections(control.connections, say), control.reconnects === 1 ? say('1 reconnect') : say('{0} reconnects', control.reconnects), clientEnd(control, say)].join(', ')),
    spans: [{ fromMs: 0, toMs, kind: 'calm' }],
    moments: [],
    ...links.to(say('Open what the client printed without the fault'), { run: id, file: 'logs/control.log' }),
  };
  if (!fault || !course) return { lanes: [controlLane], toMs };
  const shown = links.to(say('Open what the proxy saw with the fault'), { run: id, file: 'logs/fault.witness.ndjson' });
  const { witness, detection, recovery } = fault;
  const moment = (atMs: number, kind: TimelineMoment['kind'], words: string): TimelineMoment => ({ atMs, kind, words: cellText(words), ...shown });
  const lanes: TimelineLane[] = [
    controlLane,
    {
      label: say('Fault'),
      words: cellText(scheduleText(scenario)),
      spans: faultSpans(scenario.steps, toMs),
      moments: scenario.steps.map(({ atMs, action }) => moment(atMs, action.do === 'heal' ? 'heal' : 'fault', actionText(action))),
    },
    {
      label: say('Witness'),
      words: witness ? WITNESSES_AFTER[witness.type](say, duration(witness.atMs)) : say('none: the fault met no traffic'),
      spans: [],
      moments: witness ? [moment(witness.atMs, 'witness', WITNESSES[witness.type](say))] : [],
    },
    {
      label: say('Detection'),
      words: detection && course.detectedAt !== undefined ? say('{0} after the witness: {1}', duration(detection.ms), DETECTIONS[detection.by](say)) : say('none'),
      spans: witness && course.detectedAt !== undefined ? [{ fromMs: witness.atMs, toMs: course.detectedAt, kind: 'waiting' }] : [],
      moments: course.detectedAt === undefined || !detection ? [] : [moment(course.detectedAt, 'detected', DETECTIONS[detection.by](say))],
    },
    {
      label: say('Attempts'),
      words: cellText(attemptsText(fault, say)),
      spans: [],
      moments: course.attempts.slice(0, MAX_ATTEMPTS).map((atMs, index) => moment(atMs, 'attempt', say('attempt {0}', index + 1))),
    },
    {
      label: say('Recovery'),
      words: recoveryText(recovery, say),
      spans: course.recoveredAt === undefined ? [] : [{ fromMs: healedAt, toMs: course.recoveredAt, kind: 'waiting' }],
      moments: course.recoveredAt === undefined ? [] : [moment(course.recoveredAt, 'recovered', say('traffic flows again'))],
    },
    { label: say('Client'), words: cellText(clientEnd(fault, say)), spans: [], moments: [], ...links.to(say('Open what the client printed with the fault'), { run: id, file: 'logs/fault.log' }) },
  ];
  return { lanes, toMs };
}

/** Attempts that are drawn; the ledger has all. */
const MAX_ATTEMPTS = 200;

/** What was observed, as times since the schedule began, ms. */
function courseOf({ witness, detection, attempts, recovery }: Observed, healedAt: number): { detectedAt: number | undefined; attempts: number[]; recoveredAt: number | undefined; lastMs: number } {
  const start = witness?.atMs ?? 0;
  const detectedAt = witness && detection ? start + detection.ms : undefined;
  const recoveredAt = recovery ? healedAt + recovery.ms : undefined;
  const tried = attempts.map((ms) => start + ms);
  return { detectedAt, attempts: tried, recoveredAt, lastMs: Math.max(start, detectedAt ?? 0, recoveredAt ?? 0, ...tried.slice(0, MAX_ATTEMPTS)) };
}

/** From each fault to the next healing. */
function faultSpans(steps: FaultReport['scenario']['steps'], toMs: number): TimelineLane['spans'] {
  const spans: { fromMs: number; toMs: number; kind: 'fault' }[] = [];
  let since: number | undefined;
  for (const { atMs, action } of steps) {
    if (action.do !== 'heal') since ??= atMs;
    else if (since !== undefined) {
      spans.push({ fromMs: since, toMs: atMs, kind: 'fault' });
      since = undefined;
    }
  }
  // Killing connections is over when it is done; anything else lasts.
  const lasting = steps.findLast(({ action }) => action.do !== 'heal' && action.do !== 'kill');
  if (since !== undefined && lasting) spans.push({ fromMs: since, toMs, kind: 'fault' });
  return spans;
}

function connections(count: number, say: Say): string {
  return count === 1 ? say('1 connection') : say('{0} connections', count);
}

function attemptsText({ attempts, backoff }: Observed, say: Say): string {
  if (attempts.length === 0) return say('none');
  const made = attempts.length === 1 ? say('1 connection after the witness') : say('{0} connections after the witness', attempts.length);
  if (!backoff) return made;
  const base = duration(backoff.baseMs);
  return backoff.factor === 1 ? say('{0}, every {1}', made, base) : say('{0}, every {1} and longer (factor {2})', made, base, Number(backoff.factor.toFixed(2)));
}

function recoveryText(recovery: Observed['recovery'], say: Say): string {
  if (!recovery) return say('none: traffic did not flow again');
  return recovery.asked ? say('{0} after the last healing', duration(recovery.ms)) : say('{0} after the last healing; the server spoke, nothing was asked', duration(recovery.ms));
}

function clientEnd({ client }: Observed, say: Say): string {
  if (client.by === 'casebook') return say('the client lived on');
  if (client.by === 'timeout') return say('the client did not end in time');
  if (client.signal !== null) return say('the client ended by {0}', client.signal);
  return client.exitCode === null ? say('the client ended with an unknown exit code') : say('the client ended with exit code {0}', client.exitCode);
}
