/** A fault test as a report: the course of events on one axis, and what was expected beside what was observed. */
import type { DocumentTone, ReportDocument, TimelineLane, TimelineMoment } from '../../../protocol/document.js';
import { actionText } from '../../fault/action.js';
import type { Observed } from '../../fault/measure.js';
import type { FaultVerdict } from '../../fault/verdict.js';
import { scheduleText, type FaultReport } from '../faultBlock.js';
import { counted, duration } from '../format.js';
import { cellText, origin } from './shared.js';
import { Links, type LinkedDocument } from './links.js';

const WORDS: Readonly<Record<FaultVerdict['kind'], readonly [string, DocumentTone]>> = {
  'as-expected': ['As expected', 'good'],
  'not-as-expected': ['Not as expected', 'bad'],
  'not-exercised': ['Not exercised', 'unclear'],
  'control-failed': ['Control failed', 'unclear'],
};

const WITNESSES = { withheld: 'first byte withheld', broken: 'first connection broken', 'syn-dropped': 'first SYN dropped' } as const;
const DETECTIONS = { fin: 'the client closed the connection', rst: 'the client reset the connection', connection: 'the client connected again' } as const;

export function faultDocument(faultReport: FaultReport): LinkedDocument<ReportDocument> {
  const { id, scenario, command, upstream, seed, verdict } = faultReport;
  const links = new Links();
  const [word, tone] = WORDS[verdict.kind];
  const { lanes, toMs } = lanesOf(faultReport, links);
  const rows = verdict.rows.map(({ what, expected, control, observed, holds }) => [
    { text: cellText(what) }, { text: cellText(expected) }, { text: cellText(control) }, { text: cellText(observed) },
    holds === null ? { text: '' } : { text: holds ? 'yes' : 'no', mark: holds ? ('good' as const) : ('bad' as const) },
  ]);
  const report: ReportDocument = {
    name: 'Fault test',
    word,
    tone,
    headline: cellText(verdict.sentence),
    remarks: ['A proxy withholds bytes above TCP: kernels go on acknowledging, so TCP keepalive is not tried.'],
    sections: [
      {
        heading: 'Course',
        paragraphs: [`Time counts from the ${scenario.from === 'start' ? 'start of the client' : 'first round trip'}. The schedule is drawn as it was planned, the rest as the proxy saw it.`],
        figure: { type: 'timeline', title: 'Course of the fault test', toMs, lanes },
      },
      ...(rows.length > 0 ? [{ heading: 'Expected and observed', paragraphs: [], table: { columns: ['What', 'Expected', 'Without the fault', 'With it', 'Holds'].map((title) => ({ title })), rows } }] : []),
    ],
    facts: [
      { name: 'Client', value: cellText(command.join(' ')), code: true },
      { name: 'Scenario', value: cellText(`${scenario.name}: ${scheduleText(scenario)}`) },
      { name: 'Upstream', value: cellText(upstream), code: true },
      { name: 'Seed', value: String(seed) },
      ...origin(faultReport),
    ],
    links: links.labels,
  };
  // The folder of the test is the run's.
  return { report, targets: links.targets.map((target) => ({ ...target, run: id })) };
}

function lanesOf({ id, scenario, control, fault }: FaultReport, links: Links): { lanes: TimelineLane[]; toMs: number } {
  const witnessLog = (name: 'control' | 'fault'): { link?: number } => links.to(`Open what the proxy saw ${name === 'fault' ? 'with' : 'without'} the fault`, { run: id, file: `logs/${name}.witness.ndjson` });
  const clientLog = (name: 'control' | 'fault'): { link?: number } => links.to(`Open what the client printed ${name === 'fault' ? 'with' : 'without'} the fault`, { run: id, file: `logs/${name}.log` });
  const healedAt = scenario.steps.findLast(({ action }) => action.do === 'heal')?.atMs ?? scenario.steps.at(-1)?.atMs ?? 0;
  const course = fault ? courseOf(fault, healedAt) : undefined;
  const latest = Math.max(scenario.steps.at(-1)?.atMs ?? 0, course?.lastMs ?? 0);
  const toMs = Math.max(1, latest * 1.08);
  const controlLane: TimelineLane = {
    label: 'Without the fault',
    words: cellText(`${counted(control.connections, 'connection')}, ${counted(control.reconnects, 'reconnect')}, ${clientEnd(control)}`),
    spans: [{ fromMs: 0, toMs, kind: 'calm' }],
    moments: [],
    ...clientLog('control'),
  };
  if (!fault || !course) return { lanes: [controlLane], toMs };
  const shown = witnessLog('fault');
  const { witness, detection, recovery, backoff } = fault;
  const moment = (atMs: number, kind: TimelineMoment['kind'], words: string): TimelineMoment => ({ atMs, kind, words: cellText(words), ...shown });
  const lanes: TimelineLane[] = [
    controlLane,
    {
      label: 'Fault',
      words: cellText(scheduleText(scenario)),
      spans: faultSpans(scenario.steps, toMs),
      moments: scenario.steps.map(({ atMs, action }) => moment(atMs, action.do === 'heal' ? 'heal' : 'fault', actionText(action))),
    },
    {
      label: 'Witness',
      words: witness ? `${WITNESSES[witness.type]} after ${duration(witness.atMs)}` : 'none: the fault met no traffic',
      spans: [],
      moments: witness ? [moment(witness.atMs, 'witness', WITNESSES[witness.type])] : [],
    },
    {
      label: 'Detection',
      words: detection && course.detectedAt !== undefined ? `${duration(detection.ms)} after the witness: ${DETECTIONS[detection.by]}` : 'none',
      spans: witness && course.detectedAt !== undefined ? [{ fromMs: witness.atMs, toMs: course.detectedAt, kind: 'waiting' }] : [],
      moments: course.detectedAt === undefined || !detection ? [] : [moment(course.detectedAt, 'detected', DETECTIONS[detection.by])],
    },
    {
      label: 'Attempts',
      words: cellText(course.attempts.length === 0 ? 'none' : `${counted(course.attempts.length, 'connection')} after the witness${backoff ? `, every ${duration(backoff.baseMs)}${backoff.factor === 1 ? '' : ` and longer (factor ${Number(backoff.factor.toFixed(2))})`}` : ''}`),
      spans: [],
      moments: course.attempts.slice(0, MAX_ATTEMPTS).map((atMs, index) => moment(atMs, 'attempt', `attempt ${index + 1}`)),
    },
    {
      label: 'Recovery',
      words: recovery ? `${duration(recovery.ms)} after the last healing${recovery.asked ? '' : '; the server spoke, nothing was asked'}` : 'none: traffic did not flow again',
      spans: course.recoveredAt === undefined ? [] : [{ fromMs: healedAt, toMs: course.recoveredAt, kind: 'waiting' }],
      moments: course.recoveredAt === undefined ? [] : [moment(course.recoveredAt, 'recovered', 'traffic flows again')],
    },
    { label: 'Client', words: cellText(clientEnd(fault)), spans: [], moments: [], ...clientLog('fault') },
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

function clientEnd({ client }: Observed): string {
  if (client.by === 'casebook') return 'the client lived on';
  if (client.by === 'timeout') return 'the client did not end in time';
  return client.signal === null ? `the client ended with exit code ${client.exitCode ?? 'unknown'}` : `the client ended by ${client.signal}`;
}
