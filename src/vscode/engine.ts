/**
 * What the extension uses of the core and of Node's ports: a bundle of its own, with the parsers in it, that is loaded on first use.
 * Nothing else in src/vscode imports values from there; types may be imported anywhere.
 */
export { check } from '../core/check/check.js';
export { folderOf, fromRoot, relativePath } from '../core/check/paths.js';
export { isRuleId } from '../core/check/ruleIds.js';
export { turnOff } from '../core/check/turnOff.js';
export { DEFAULT_CONFIG } from '../core/config.js';
export { parseTarget } from '../core/probe/target.js';
export { DEFAULT_PROBE_TIMEOUT_MS } from '../core/probe/limits.js';
export { Refusal } from '../core/refusal.js';
export { durationArgument } from '../core/report/format.js';
export { ReportFeed } from '../core/report/reportFeed.js';
export { bounded, clean } from '../core/report/untrusted.js';
export { commandLine } from '../core/run/commandLine.js';
export { commandWords } from '../core/run/commandWords.js';
export { enclosingTest } from '../core/run/enclosingTest.js';
export { LEDGER_SCHEMA } from '../core/run/events.js';
export { endedEvidence, EvidenceFold, reduce } from '../core/run/evidence.js';
export { isRunId, newRunId } from '../core/run/id.js';
export { attemptLogPath } from '../core/run/logPath.js';
export { candidatesFor } from '../core/workItem/candidates.js';
export { differences } from '../core/workItem/difference.js';
export { fieldValue } from '../core/workItem/header.js';
export { byUrgency } from '../core/workItem/order.js';
export { outlineOf } from '../core/workItem/outline.js';
export { aliasIn, parse } from '../core/workItem/parse.js';
export { phaseNumber, PHASES } from '../core/workItem/phases.js';
export { referencesOf } from '../core/workItem/references.js';
export { withDivergences } from '../node/evidence/divergences.js';
export { blocksOfRun, fromRun, markPending, markWritten, workItemOf, writeRunInto } from '../node/evidence/runEvidence.js';
export { hostInfo } from '../node/host.js';
export { randomBytes, sha256, systemClock } from '../node/ports.js';
export { readProbe, writeProbe } from '../node/probe/probeLedger.js';
export { isAlive } from '../node/process/identity.js';
export { readAttempts } from '../node/run/attemptLines.js';
export { renewLease, requestCancel } from '../node/run/control.js';
export { runFolder, runsFolder } from '../node/run/folders.js';
export { listRuns, readRun, readRunFile, runEvents } from '../node/run/readLedger.js';
export { createWorkItem, listTemplates, readTemplate } from '../node/workItem/create.js';
export { lessonsApplied } from '../node/workItem/lessons.js';
export { readText } from '../node/workItem/readText.js';
export { schemaOfItem } from '../node/workItem/schema.js';
export { listWorkItems, resolveReference, workItemFiles } from '../node/workItem/store.js';
export { surroundingsOf } from '../node/workItem/surroundings.js';
export { blocksInto } from '../node/workItem/writeBack.js';
export { findRoot, openWorkspace } from '../node/workspace.js';
