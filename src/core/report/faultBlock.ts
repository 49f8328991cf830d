/** A fault test as a block of a work item. */
import { actionText } from '../fault/action.js';
import type { Observed } from '../fault/measure.js';
import type { FaultRow } from '../fault/row.js';
import type { Scenario } from '../fault/scenario.js';
import type { FaultVerdict } from '../fault/verdict.js';
import type { HostInfo } from '../run/events.js';
import type { EvidenceBlock } from './block.js';
import { duration } from './format.js';
import { cellCode, clean, fenced, inlineCode } from './untrusted.js';

/** All that a fault test measured, and where. */
export interface FaultReport {
  readonly id: string;
  readonly scenario: Scenario;
  /** The client as it was given, with its placeholders; it may hold secrets. */
  readonly command: readonly string[];
  readonly upstream: string;
  readonly seed: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly host: HostInfo;
  /** Version of Casebook. */
  readonly casebook: string;
  readonly control: Observed;
  /** Null where the control failed: no fault was tried then. */
  readonly fault: Observed | null;
  readonly verdict: FaultVerdict;
}

/** The verdict, expected beside observed, what was done, and where this comes from. @param replay the command line that does it again */
export function faultBlock(report: FaultReport, replay: string): EvidenceBlock {
  const { scenario, verdict, fault, id } = report;
  const sections = [
    `**${sentence(verdict.sentence)}**`,
    ...(verdict.rows.length > 0 ? [table(verdict.rows)] : []),
    ...(fault && fault.attempts.length > 0 ? [`Attempts after the fault began: ${inlineCode(fault.attempts.map(duration).join(', '), 400)}.`] : []),
    `Scenario ${inlineCode(scenario.name)}, from the ${scenario.from === 'start' ? 'start of the client' : 'first round trip'} on: ${inlineCode(scheduleText(scenario), 400)}. A proxy withholds bytes above TCP: kernels go on acknowledging, so TCP keepalive is not tried.`,
    'To try again:',
    fenced(replay, 'sh'),
    provenance(report),
  ];
  return { kind: 'fault', id, body: sections.join('\n\n') };
}

/** `1s hold, 2s heal` */
export function scheduleText({ steps }: Pick<Scenario, 'steps'>): string {
  return steps.map(({ atMs, action }) => `${duration(atMs)} ${actionText(action)}`).join(', ');
}

function table(rows: readonly FaultRow[]): string {
  const lines = rows.map(({ what, expected, control, observed, holds }) => `| ${what} | ${cellCode(expected)} | ${cellCode(control)} | ${cellCode(observed)} | ${holds === null ? '' : holds ? 'yes' : '**no**'} |`);
  return ['| What | Expected | Without the fault | With it | Holds |', '|---|---|---|---|---|', ...lines].join('\n');
}

function provenance({ upstream, seed, startedAt, host, casebook }: FaultReport): string {
  return `Upstream ${inlineCode(upstream)}, seed ${seed}, ${inlineCode(startedAt)} on ${inlineCode(`${host.name} (${host.platform} ${host.release}, ${host.arch})`)} with Node ${inlineCode(host.node)} by Casebook ${inlineCode(casebook)}.`;
}

/** A scenario's name may hold anything. */
function sentence(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim().replace(/[\\`*_<>[\]]/g, '\\$&');
}
