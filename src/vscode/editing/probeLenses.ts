/** Lenses in work items: to run the probe that a hypothesis names, and to probe the endpoints that the text names. */
import * as vscode from 'vscode';
import type { HypothesisProbe } from '../../core/workItem/hypothesisProbes.js';
import type { Span } from '../../core/workItem/text.js';
import type { Engine } from '../adapters/loadEngine.js';
import type { WorkItemRef } from '../adapters/references.js';
import { COMMANDS, INTERNAL_COMMANDS } from '../ids.js';
import { RunningLenses } from './runningLenses.js';

/** Endpoints that get a lens, each once; a text that names more is a log. */
const MAX_TARGETS = 50;

/** Characters of a target, and of a problem, in a lens. */
const MAX_SHOWN = 80;

export class ProbeLenses extends RunningLenses {
  protected override lensesIn(document: vscode.TextDocument, ref: WorkItemRef, engine: Engine): vscode.CodeLens[] {
    const text = document.getText();
    const probes = engine.hypothesisProbesOf(text);
    const asked = probes.flatMap(({ span, hypothesis }) => [span, hypothesis]);
    return [...probes.map((probe) => hypothesisLens(document, probe, ref, engine)), ...targetLenses(document, text, asked, ref, engine)];
  }
}

function hypothesisLens(document: vscode.TextDocument, { hypothesis, number, statement, probe }: HypothesisProbe, ref: WorkItemRef, { bounded }: Engine): vscode.CodeLens {
  const start = document.positionAt(hypothesis.start);
  const range = new vscode.Range(start, start);
  if ('problem' in probe) return new vscode.CodeLens(range, { title: vscode.l10n.t('No probe: {0}', bounded(probe.problem, MAX_SHOWN)), tooltip: probe.problem, command: '' });
  const { target, expected } = probe;
  const tooltip = expected.length > 0 ? vscode.l10n.t('Supported if {0} gives {1}, refuted if it gives another answer', target, new Intl.ListFormat(vscode.env.language, { type: 'disjunction' }).format(expected)) : vscode.l10n.t('No answer is declared that would support it: write `expect up` or another behind the target');
  return new vscode.CodeLens(range, { title: vscode.l10n.t('Run probe: {0}', bounded(target, MAX_SHOWN)), tooltip, command: INTERNAL_COMMANDS.probeHypothesis, arguments: [{ ...ref, number, statement }] });
}

/** Each endpoint at its first line: not in front matter, comments and evidence, and not where a hypothesis asks already. */
function targetLenses(document: vscode.TextDocument, text: string, asked: readonly Span[], ref: WorkItemRef, engine: Engine): vscode.CodeLens[] {
  const { comments, frontMatter } = engine.outlineOf(text);
  const evidence = engine.parse(text).item.evidence.map(({ span }) => span);
  const left = [...comments, ...(frontMatter ? [frontMatter] : []), ...evidence, ...asked];
  const known = new Set<string>();
  const perLine = new Map<number, string[]>();
  for (const { start, target } of engine.targetsIn(text)) {
    if (known.has(target) || left.some((span) => span.start <= start && start < span.end)) continue;
    if (known.add(target).size > MAX_TARGETS) break;
    const { line } = document.positionAt(start);
    perLine.set(line, [...(perLine.get(line) ?? []), target]);
  }
  return [...perLine].flatMap(([line, targets]) =>
    targets.map((target) => {
      const title = targets.length === 1 ? vscode.l10n.t('Probe this') : vscode.l10n.t('Probe {0}', engine.bounded(target, MAX_SHOWN));
      return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, tooltip: vscode.l10n.t('Ask {0} rung by rung, and write the answers into this work item', target), command: COMMANDS.probeEndpoint, arguments: [{ ...ref, target }] });
    }),
  );
}
