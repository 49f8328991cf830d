/** Where a probe's evidence goes: the workspace, its ledger, and the work item. Apart from the verb, which needs none of it to ask. */
import path from 'node:path';
import type { MatrixReport } from '../core/probe/matrix/types.js';
import type { ProbeReport } from '../core/probe/types.js';
import { LEDGER_SCHEMA } from '../core/run/events.js';
import { newRunId } from '../core/run/id.js';
import { hostInfo } from '../node/host.js';
import { randomBytes, systemClock } from '../node/ports.js';
import type { ProbeRecord } from '../node/probe/probeRecord.js';
import { writeNewRecord } from '../node/run/newRecord.js';
import { resolveReference } from '../node/workItem/store.js';
import { assertWritable } from '../node/workItem/writeBack.js';
import { workspaceFor, type CommonOptions, type Context } from './context.js';
import type { ExitCode } from './exitCode.js';
import { writeBack } from './writeBack.js';

interface ProbeEvidence {
  /** Where the user stands; absolute. */
  readonly cwd: string;
  /** Names of environment variables that are recorded, see the configuration. */
  readonly allowed: readonly string[];
  /** Where `.casebook` lies; absolute. */
  readonly root: string;
  /** Relative to the root. */
  readonly workItem: string | undefined;
  /** Keeps the report in a ledger and writes it into the work item; does nothing without one. @param startedAt ISO 8601, UTC */
  write(report: ProbeReport | MatrixReport, startedAt: string, timeoutMs: number): Promise<WrittenProbe | undefined>;
}

interface WrittenProbe {
  /** Of the ledger, and of the block. */
  readonly id: string;
  readonly exit: ExitCode;
}

/** @throws Refusal `usage` if there is no such folder or work item, before anything is asked */
export async function openEvidence(context: Context, options: CommonOptions & { readonly wi?: string }): Promise<ProbeEvidence> {
  const { workspace, cwd } = await workspaceFor(context, options);
  const { root, config } = workspace;
  const workItem = options.wi === undefined ? undefined : await resolveReference(workspace, options.wi, cwd);
  if (workItem !== undefined) await assertWritable(path.join(root, workItem));
  return {
    cwd,
    root,
    workItem,
    allowed: config.environment,
    write: async (report, startedAt, timeoutMs) => {
      if (workItem === undefined) return undefined;
      const now = systemClock.now();
      const waiting = { state: 'pending' as const, workItem, at: new Date(now).toISOString() };
      const kind = 'cells' in report ? 'matrix' : 'probe';
      const record: ProbeRecord = { schema: LEDGER_SCHEMA, kind, id: newRunId(now, randomBytes), target: report.target, timeoutMs, startedAt, host: hostInfo(), casebook: context.version, report, writeBack: waiting };
      const { id } = await writeNewRecord(root, record);
      return { id, exit: await writeBack(context, root, id, workItem) };
    },
  };
}
