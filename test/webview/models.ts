/** Reports of runs of every kind, made from folded events as the extension makes them. */
import { ReportFeed } from '../../src/core/report/reportFeed.js';
import type { ReportContext } from '../../src/core/report/reportModel.js';
import { inEnglish, type Say } from '../../src/core/report/say.js';
import type { Outcome } from '../../src/core/run/outcome.js';
import { DEFAULT_PLAN } from '../../src/core/run/plan.js';
import type { ReportState } from '../../src/protocol/report.js';
import type { ToPanel } from '../../src/protocol/toPanel.js';
import { comparisonDocument, comparisonSection } from '../../src/core/report/documents/comparison.js';
import { conditionsSection } from '../../src/core/report/documents/conditions.js';
import { faultDocument } from '../../src/core/report/documents/fault.js';
import { Links } from '../../src/core/report/documents/links.js';
import { probeDocument } from '../../src/core/report/documents/probe.js';
import type { ReportDocument } from '../../src/protocol/document.js';
import { ProofFold } from '../../src/core/prove/proof.js';
import { targetOf } from '../../src/core/prove/target.js';
import { attemptsOf } from '../unit/run/events.js';
import { comparison, faultReport, matrix, PROBE_CONTEXT, PROBE_MATRIX } from '../support/reports.js';
import { passesBut, RUN_ID, runEvidence, STARTED_AT, type RunSketch } from '../support/runEvidence.js';

const END = { reason: 'completed', endedAt: '2026-11-21T14:02:45.340Z' } as const;
const CONTEXT: ReportContext = { now: Date.parse(STARTED_AT) + 6_200, actions: ['openWorkItem', 'openSource', 'runAgain', 'runUntilFailure', 'verifyFix', 'newWorkItem', 'cancel', 'compareWith', 'exportReport'], workItemLabel: 'WI4' };
const LATE = { id: 'late', title: 'AssertionError: expected 2 orders, got 1', location: { file: 'test/orders.test.mjs', line: 23 } };
const RESET = { id: 'reset', title: 'Error: read ECONNRESET', location: { file: 'src/client.mjs', line: 41 } };

function report(sketch: RunSketch, state: ReportState = 'finished', say: Say = inEnglish): ToPanel {
  const run = { workItem: 'WIs/WI4_lost-order.md', ...sketch.run };
  return new ReportFeed().next(runEvidence({ ...(state === 'finished' ? { result: END } : {}), ...sketch, run }), state, { ...CONTEXT, say });
}

/** 60 attempts, three of which failed in two ways. */
export const FLAKY = flaky();

export function flaky(say: Say = inEnglish): ToPanel {
  return report({ outcomes: passesBut(60, { 6: 'fail', 30: 'fail', 43: 'fail' }), signatureAt: (index) => (index === 30 ? RESET : LATE) }, 'finished', say);
}

/** Failures that come late, and a log that leaves a passing one. */
export const OBSERVED = observed();

export function observed(say: Say = inEnglish): ToPanel {
  const evidence = runEvidence({ outcomes: passesBut(60, { 50: 'fail', 52: 'fail', 54: 'fail', 57: 'fail', 59: 'fail' }), signatureAt: () => LATE, result: END, run: { workItem: 'WIs/WI4_lost-order.md' } });
  const divergence = { failingAttempt: 51, passingAttempt: 50, failing: { line: 12, text: '<b>cache full</b>' }, passing: { line: 14, text: 'stored' } };
  return new ReportFeed().next({ ...evidence, groups: evidence.groups.map((group) => ({ ...group, divergence })) }, 'finished', { ...CONTEXT, say });
}

/** 10,000 attempts, about one in 400 of which did not pass. */
export const LARGE = large();

export function large(say: Say = inEnglish): ToPanel {
  return report({
    outcomes: Array.from({ length: 10_000 }, (_, index): Outcome => (index % 997 === 13 ? 'timeout' : index % 611 === 7 ? 'fail' : index === 7_777 ? 'crash' : 'pass')),
    signatureAt: (index) => (index % 997 === 13 ? { id: 'slow', title: 'timed out after 180 s' } : index === 7_777 ? { id: 'crash', title: 'ended by SIGSEGV' } : LATE),
  }, 'finished', say);
}

/** 37 of 100 planned attempts so far, two failures, one under way. */
export const RUNNING = running(37);

/** The same run, some attempts earlier or later. */
export function running(finished: number): ToPanel {
  return runningFeed(new ReportFeed(), finished);
}

/** The next message of a feed about the same run. */
export function runningFeed(feed: ReportFeed, finished: number, planned = 100): ToPanel {
  const outcomes = Array.from({ length: finished }, (_, index): Outcome => (index % 17 === 11 ? 'fail' : 'pass'));
  return feed.next(runEvidence({ run: { plan: { ...DEFAULT_PLAN, attempts: planned }, workItem: 'WIs/WI4_lost-order.md' }, outcomes, signatureAt: () => LATE, underWay: 1 }), 'running', CONTEXT);
}

export const ALL_FAILING = report({ outcomes: Array.from({ length: 20 }, (): Outcome => 'fail'), signatureAt: () => RESET });

export const PASSING = report({ outcomes: passesBut(100, {}) });

/** A verification of a fix that proves it. */
export const VERIFIED = verified();

/** @param failures of its 60 attempts */
export function verified(failures = 0, say: Say = inEnglish): ToPanel {
  const race = { signature: LATE };
  const links = new Links();
  const fold = new ProofFold(targetOf(comparison().before.run, attemptsOf([48, 'pass'], [12, 'fail', race])), () => undefined);
  for (const attempt of attemptsOf([60 - failures, 'pass'], ...(failures === 0 ? [] : [[failures, 'fail', race] as const]))) fold.add(attempt);
  const proof = fold.proof();
  const outcomes = Array.from({ length: 60 }, (_, index): Outcome => (index < 60 - failures ? 'pass' : 'fail'));
  const evidence = runEvidence({ outcomes, signatureAt: () => LATE, result: END, run: { purpose: 'verify', workItem: 'WIs/WI4_lost-order.md' } });
  return new ReportFeed().next(evidence, 'finished', { ...CONTEXT, proof, sections: [comparisonSection(comparison(), links, proof, say)], links: links.labels, say });
}

/** No attempt could be started. */
export const NO_DATA = noData();

export function noData(say: Say = inEnglish): ToPanel {
  return report({ outcomes: Array.from({ length: 5 }, (): Outcome => 'infra'), reason: 'The command "npx-vitest" was not found. Check its spelling, or give its path.', run: { command: ['npx-vitest', 'run'] } }, 'finished', say);
}

/** Every outcome that there is, in a run that was killed. */
export const EVERY_OUTCOME = everyOutcome();

export function everyOutcome(say: Say = inEnglish): ToPanel {
  return report({
    outcomes: ['pass', 'pass', 'fail', 'pass', 'timeout', 'pass', 'crash', 'leak', 'pass', 'infra', 'pass', 'no-tests', 'pass', 'fewer-tests', 'pass', 'cancelled'],
    signatureAt: (index) => ({ id: String(index), title: index === 2 ? LATE.title : index === 4 ? 'timed out after 180 s' : 'ended by SIGSEGV' }),
    reason: 'A process held the output open for 2 s after the command had exited.',
    run: { plan: { ...DEFAULT_PLAN, attempts: 40 }, git: { commit: 'a'.repeat(40), dirty: true } },
  }, 'interrupted', say);
}

/** The first failure ended it. */
export const UNTIL_FAILURE = untilFailure();

export function untilFailure(say: Say = inEnglish): ToPanel {
  return report({ outcomes: passesBut(12, { 11: 'fail' }), signatureAt: () => LATE, run: { plan: { ...DEFAULT_PLAN, attempts: 100, untilFailures: 1 } }, result: { ...END, reason: 'first-failure' } }, 'finished', say);
}

/** Text that would be markup, if anything took it for markup. */
export const HOSTILE = report({
  outcomes: passesBut(10, { 3: 'fail' }),
  signatureAt: () => ({ id: 'hostile', title: '<img src=x onerror="window.hacked=1"> </code><script>window.hacked=1</script> ${alert(1)}', location: { file: `src/${'very-long-name-without-a-break'.repeat(8)}.ts`, line: 7 } }),
  run: { command: ['node', '-e', '"></dd><script>window.hacked=1</script>'] },
});

export function documentMessage(document: ReportDocument): ToPanel {
  return { type: 'document', run: RUN_ID, document, actions: ['exportReport'] };
}

export const COMPARISON = documentMessage(comparisonDocument(comparison()).report);
export const FAULT = documentMessage(faultDocument(faultReport()).report);
export const PROBES = documentMessage(probeDocument(PROBE_MATRIX, PROBE_CONTEXT));

/** A run that has tests, a baseline and a series: every section that there is. */
export const EVERYTHING = everything();

export function everything(say: Say = inEnglish): ToPanel {
  const links = new Links();
  const sections = [comparisonSection(comparison(), links, undefined, say), conditionsSection(matrix(), links, say)];
  const evidence = runEvidence({ outcomes: passesBut(60, { 6: 'fail', 30: 'fail', 43: 'fail' }), signatureAt: (index) => (index === 30 ? RESET : LATE), result: END, run: { workItem: 'WIs/WI4_lost-order.md' } });
  const failedTests = [
    { name: 'orders › lists <b>all</b> orders of a customer, also of one who has none and a name that is long', executed: 60, failed: 2, atLeast: false, kind: 'flaky', rate: 2 / 60, low: 0.004, high: 0.115, firstAttempt: 7, attempts: [7, 44], counted: true },
    { name: 'orders › refunds', executed: 60, failed: 1, atLeast: false, kind: 'flaky', rate: 1 / 60, low: 0.0004, high: 0.089, firstAttempt: 31, attempts: [31], counted: false },
  ] as const;
  return new ReportFeed().next({ ...evidence, failedTests }, 'finished', { ...CONTEXT, sections, links: links.labels, say });
}
