/** What a probe came to: a notification with its conclusion, and each answer in the log. */
import * as vscode from 'vscode';
import type { CellResult } from '../../core/probe/matrix/types.js';
import type { ProbeResult } from '../../core/probe/types.js';
import type { WorkItemRef } from '../adapters/references.js';
import { COMMANDS } from '../ids.js';
import type { AnyReport } from '../runs/probe.js';
import type { WriteOutcome } from '../runs/editWorkItem.js';
import { sentenceOf } from '../runs/writeBack.js';
import type { Services } from '../services.js';

/** @param said goes before the conclusion */
export async function tellProbe(services: Services, report: AnyReport, into?: WorkItemRef, outcome?: WriteOutcome, said?: string): Promise<void> {
  const answers = 'cells' in report ? report.cells.map(cell) : report.results.map(rung);
  services.log.info(`Probe of ${report.target}: ${report.conclusion}\n${answers.join('\n')}`);
  const message = [said, report.conclusion, into && outcome && sentenceOf(outcome, into.workItem)].filter((part) => part !== undefined).join(' ');
  const good = 'cells' in report ? report.cells.every(({ passed }) => passed) : report.firstBad === null;
  await tellWithDetails(services, good ? 'info' : 'warning', message, into);
}

/** A message that leads to the log and to the work item. */
export async function tellWithDetails({ log, notify }: Services, kind: 'info' | 'warning', message: string, into?: WorkItemRef): Promise<void> {
  const details = vscode.l10n.t('Show Details');
  const open = vscode.l10n.t('Open Work Item');
  const chosen = await notify[kind](message, details, ...(into ? [open] : []));
  if (chosen === details) log.show();
  if (chosen === open) await vscode.commands.executeCommand(COMMANDS.openWorkItem, into);
}

function rung({ probe, address, class: answer, phases, httpStatus, error }: ProbeResult): string {
  const took = Object.entries(phases).map(([phase, ms]) => `${phase} ${ms.toFixed(1)} ms`);
  const why = [error?.code, error?.syscall, error?.reason].filter((part) => part !== undefined);
  return [`  ${probe} ${address}: ${answer}`, ...(httpStatus === undefined ? [] : [`HTTP ${httpStatus}`]), ...took, ...why].join(', ');
}

function cell({ client, address, protocol, verification, passed, class: answer, totalMs, error }: CellResult): string {
  const why = [error?.code, error?.syscall, error?.reason].filter((part) => part !== undefined);
  return [`  ${client} ${address} ${protocol} ${verification}: ${passed ? 'pass' : `FAIL ${answer}`}`, `${totalMs.toFixed(1)} ms`, ...why].join(', ');
}
