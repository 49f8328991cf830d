/** What `casebook logs` and `casebook logs diff` are asked for: times, expressions, and the work item that it is for. */
import path from 'node:path';
import { parseMoment, zoneOf } from '../core/evidence/logs/momentText.js';
import { DAY_MS } from '../core/evidence/logs/stamp.js';
import type { LogWindow } from '../core/evidence/logs/analysis.js';
import { Refusal } from '../core/refusal.js';
import type { ReadOptions } from '../node/logs/readFile.js';
import { spanOf } from '../node/logs/readLogs.js';
import { localZone } from '../node/logs/localClock.js';
import { threadsFor } from '../node/logs/threads.js';
import { resolveReference } from '../node/workItem/store.js';
import { assertWritable } from '../node/workItem/writeBack.js';
import { workspaceFor, type CommonOptions, type Context } from './context.js';

export interface LogsOptions extends CommonOptions {
  readonly wi?: string;
  readonly since?: string;
  readonly until?: string;
  readonly around?: string;
  readonly grep?: string;
  readonly every?: number;
  readonly zone?: string;
  readonly follow?: true;
  readonly for?: number;
  readonly name?: string;
  readonly threads?: number;
  readonly handOver?: true;
}

/** What is looked at on either side of a moment, ms. */
const AROUND_MS = 60_000;

/** The work item that the evidence is for; it is known to be writable before anything is read. */
export async function targetOf(context: Context, options: LogsOptions, wi: string): Promise<{ root: string; workItem: string }> {
  const { workspace, cwd } = await workspaceFor(context, options);
  const workItem = await resolveReference(workspace, wi, cwd);
  await assertWritable(path.join(workspace.root, workItem));
  return { root: workspace.root, workItem };
}

/** How the logs are to be read. @throws Refusal `usage` for times, zones and expressions that are none */
export async function readOptions(cwd: string, files: readonly string[], options: LogsOptions, hash: boolean, signal: AbortSignal): Promise<{ read: ReadOptions; window: LogWindow; selection: string[] }> {
  const now = Date.now();
  const zone = options.zone === undefined ? undefined : zoneOf(options.zone);
  if (options.zone !== undefined && zone === undefined) throw new Refusal('usage', `--zone ${options.zone} is no offset: write UTC, +01:00 or -0500.`);
  const selection: string[] = [];
  let span: Awaited<ReturnType<typeof spanOf>>;
  const moment = async (name: 'since' | 'until' | 'around'): Promise<number | undefined> => {
    const text = options[name];
    if (text === undefined) return undefined;
    span ??= await spanOf(cwd, files[0] ?? '', zone, signal);
    const at = momentIn(text, name === 'since' ? span && { ...span, last: span.first } : span, now, zone ?? span?.zone ?? localZone(now));
    if (at === undefined) throw new Refusal('usage', `--${name} ${text} is no time: write 2026-11-21T14:02:33, 14:02:33 or 15m.`);
    selection.push(`--${name} ${new Date(at).toISOString()}`);
    return at;
  };
  const [since, until, around] = [await moment('since'), await moment('until'), await moment('around')];
  if (since !== undefined && until !== undefined && since >= until) throw new Refusal('usage', '--since is not before --until: nothing lies between them.');
  const grep = options.grep === undefined ? undefined : expression(options.grep);
  if (grep) selection.push(`--grep ${options.grep ?? ''}`);
  const window: LogWindow = {
    ...(since !== undefined ? { since } : around !== undefined && { since: around - AROUND_MS }),
    ...(until !== undefined ? { until } : around !== undefined && { until: around + AROUND_MS }),
    ...(around !== undefined && { around }),
  };
  return { read: { ...(zone !== undefined && { zone }), hash, workers: threadsFor(options.threads), ...(Object.keys(window).length > 0 && { window }), ...(grep && { grep }) }, window, selection };
}

/** A time of day is of the first day, or of the next one where only there it lies in the log: that may go on over midnight. */
function momentIn(text: string, span: { readonly first: number; readonly last: number } | undefined, now: number, zone: number): number | undefined {
  const at = parseMoment(text, { now, zone, day: span?.first ?? now });
  if (at === undefined || !span || at >= span.first) return at;
  const next = parseMoment(text, { now, zone, day: span.first + DAY_MS });
  return next !== undefined && next <= span.last ? next : at;
}

function expression(text: string): RegExp {
  try {
    return new RegExp(text, 'im');
  } catch (error) {
    throw new Refusal('usage', `--grep ${text} is no regular expression (${error instanceof Error ? error.message : String(error)}).`);
  }
}

/** The words of the command line, from what was understood. */
export function commandOf(files: readonly string[], { since, until, around, grep, every, zone, follow }: LogsOptions): string[] {
  const option = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [`--${name}`, value]);
  return ['logs', ...option('since', since), ...option('until', until), ...option('around', around), ...option('grep', grep), ...option('every', every === undefined ? undefined : `${every}ms`), ...option('zone', zone), ...(follow ? ['--follow'] : []), ...files];
}
