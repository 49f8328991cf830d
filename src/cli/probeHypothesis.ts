/** `casebook probe --hypothesis N --wi REF`: runs the probe that a hypothesis names, and marks it by what was measured. */
import path from 'node:path';
import { judge } from '../core/probe/expectation.js';
import { parseTarget } from '../core/probe/target.js';
import { plain } from '../core/report/untrusted.js';
import { Refusal } from '../core/refusal.js';
import { hypothesisNamed, withHypothesisMarked } from '../core/workItem/hypothesisProbes.js';
import type { Trust } from '../node/probe/question.js';
import { readText } from '../node/workItem/readText.js';
import { editFile } from '../node/workItem/writeBack.js';
import { writeJson, type CommonOptions, type Context } from './context.js';
import { EXIT, exitCodeOf, type ExitCode } from './exitCode.js';
import { openEvidence } from './probeEvidence.js';
import { climb } from './probeLadder.js';

export interface HypothesisOptions extends CommonOptions {
  readonly hypothesis: string;
  readonly wi: string;
  /** Where the hypothesis names no deadline, ms. */
  readonly timeoutMs: number;
  readonly trust: (cwd: string) => Promise<Trust>;
}

/** 0 supported, 1 refuted or undecided. The mark is written only when its evidence is. */
export async function probeHypothesis(context: Context, options: HypothesisOptions): Promise<ExitCode> {
  const evidence = await openEvidence(context, options);
  const { cwd, root, workItem } = evidence;
  if (workItem === undefined) throw new Error('A hypothesis without its work item.');
  const file = path.join(root, workItem);
  const found = hypothesisNamed(readText(file), options.hypothesis);
  if ('problem' in found) throw new Refusal('usage', `${workItem}: ${found.problem}`);
  const { number, statement, probe } = found;
  const target = parseTarget(probe.target);
  if ('problem' in target) throw new Refusal('usage', target.problem);
  const trust = await options.trust(cwd);
  const timeoutMs = probe.timeoutMs ?? options.timeoutMs;
  const startedAt = new Date().toISOString();
  const { report } = await climb(context, { target, timeoutMs, trust: { ...trust, verify: trust.verify && !probe.insecure }, cwd, quiet: options.json === true });
  const { status, sentence } = judge(report, probe.expected);
  const written = await evidence.write(report, startedAt, timeoutMs);
  if (options.json === true) writeJson(context.out, { ...report, hypothesis: { number, statement, status, sentence, evidence: written?.id ?? null } });
  else context.out.write(`${plain(`Hypothesis ${options.hypothesis.replace(/^h/i, '')} is ${status}. ${sentence}`)}\n`);
  if (written?.exit !== EXIT.ok) return written?.exit ?? EXIT.unable;
  try {
    await editFile(root, file, (text) => withHypothesisMarked(text, { number, statement }, status, written.id), new AbortController().signal);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    context.err.write(`casebook: ${plain(error.message)}\n`);
    return exitCodeOf(error.code);
  }
  return status === 'supported' ? EXIT.ok : EXIT.found;
}
