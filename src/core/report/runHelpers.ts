/** What samplers and collectors add to a run's block. */
import type { DuringFinding } from '../run/during.js';
import type { RunEvidence } from '../run/evidence.js';
import { linkTo } from './runLinks.js';
import { inlineCode } from './untrusted.js';

/** What samplers answered while attempts ran. */
export function duringSections(findings: readonly DuringFinding[]): string[] {
  if (findings.length === 0) return [];
  const items = findings.map(({ sentence, firstTrouble }) => `- ${sentence}${firstTrouble ? ` First trouble at ${inlineCode(firstTrouble.at)} (${firstTrouble.exitCode === null ? 'no exit code' : `exit code ${firstTrouble.exitCode}`})${firstTrouble.line === '' ? '' : `: ${inlineCode(firstTrouble.line)}`}.` : ''}`);
  return ['Sampled while attempts ran:', items.join('\n')];
}

/** What was kept at the first failure, with what could not be had. @param runFolder path from the work item's folder to the run's */
export function collectedSections({ collected }: RunEvidence, runFolder: string): string[] {
  if (!collected) return [];
  const items = collected.items.map(({ name, file, bytes, problem }) => {
    const what = file === undefined ? 'not had' : `${linkTo(file.split('/').at(-1) ?? file, runFolder, file)} (${bytes ?? 0} bytes)`;
    return `- ${inlineCode(name)}: ${what}${problem === undefined ? '' : `: ${inlineCode(problem)}`}`;
  });
  return [`Kept at the first failure (attempt ${collected.attempt}), before anything was cleaned up:`, items.join('\n')];
}
