/** `casebook compare BEFORE AFTER`: holds two recorded runs against each other. */
import path from 'node:path';
import type { Comparison } from '../../core/run/compare.js';
import { byCount, type RunEvidence } from '../../core/run/evidence.js';
import { comparisonDocument } from '../../core/report/documents/comparison.js';
import { exportedDocument } from '../../core/report/export/exported.js';
import { clean, plain } from '../../core/report/untrusted.js';
import { compareRecorded, writeComparison } from '../../node/evidence/comparison.js';
import { resolveReference } from '../../node/workItem/store.js';
import { assertWritable } from '../../node/workItem/writeBack.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, type ExitCode } from '../exitCode.js';
import { exportReport, type ExportOptions } from '../exportReport.js';

interface CompareOptions extends CommonOptions, ExportOptions {
  readonly wi?: string;
}

export const verb: Verb = {
  define(command, act) {
    command
      .argument('<before>', 'id of the run before a change, as in .casebook/runs')
      .argument('<after>', 'id of the run after it')
      .option('--wi <ref>', 'write the comparison into this work item (path, file name or alias)')
      .option('--html <file>', 'write the comparison, with its plot, as one HTML file that needs nothing else (- for standard output)')
      .option('--svg <file>', 'write its plot as an SVG file (- for standard output)')
      .addHelpText('after', '\nIt describes; whether a fix is proven says `casebook verify`.\nExit codes: 0 compared, 1 the run after shows a failure that the one before does not, 2 bad usage, or runs that cannot be compared, 3 a ledger cannot be read, 4 the work item could not be written.')
      .action(act(compare));
  },
};

async function compare(context: Context, before: string, after: string, options: CompareOptions): Promise<ExitCode> {
  const { workspace, cwd } = await workspaceFor(context, options);
  const { root } = workspace;
  const workItem = options.wi === undefined ? undefined : await resolveReference(workspace, options.wi, cwd);
  if (workItem !== undefined) await assertWritable(path.join(root, workItem));
  const comparison = await compareRecorded(root, before, after);
  const written = await exportReport(context, cwd, exportedDocument(comparisonDocument(comparison).report), options);
  if (options.json) writeJson(context.out, summaryOf(comparison));
  else if (!written) tell(context, comparison);
  if (workItem !== undefined) {
    const places = await writeComparison({ root, templates: context.templates }, comparison, workItem, context.signal);
    context.err.write(`${plain(`Written into ${workItem}: ${places.join('; ')}`)}.\n`);
  }
  return comparison.newSignatures.length > 0 ? EXIT.found : EXIT.ok;
}

function tell({ out }: Context, { sentence, newSignatures, remainingSignatures, goneSignatures }: Comparison): void {
  out.write(`${sentence}\n`);
  for (const { signature, count } of byCount(newSignatures)) out.write(`  new: ${count} x ${clean(signature.title)}\n`);
  for (const { signature, before, after } of remainingSignatures) out.write(`  still: ${before} before, ${after} after: ${clean(signature.title)}\n`);
  for (const { signature, count } of byCount(goneSignatures)) out.write(`  gone: ${count} x ${clean(signature.title)}\n`);
}

function summaryOf(comparison: Comparison): object {
  const { before, after, pValue, sentence, newSignatures, remainingSignatures, goneSignatures } = comparison;
  const count = ({ signature: { id, title }, count: failures }: (typeof newSignatures)[number]) => ({ id, title: clean(title), count: failures });
  return {
    before: side(before),
    after: side(after),
    sentence,
    pValue,
    newFailures: newSignatures.map(count),
    remaining: remainingSignatures.map(({ signature: { id, title }, before: earlier, after: later }) => ({ id, title: clean(title), before: earlier, after: later })),
    gone: goneSignatures.map(count),
  };
}

function side({ run, counted, failures, verdict: { kind, rate, low, high } }: RunEvidence): object {
  return { run: run.id, n: counted, failures, kind, rate, low, high };
}
