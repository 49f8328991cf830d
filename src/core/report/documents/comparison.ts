/** Two runs side by side, as a section of the later one's report and as a report of its own. */
import { SECTION_LIMITS, type DocumentTone, type ReportDocument, type ReportSection } from '../../../protocol/document.js';
import type { Proof } from '../../prove/proof.js';
import { durationChange, proofText } from '../../prove/sentence.js';
import { commandLine } from '../../run/commandLine.js';
import type { Comparison } from '../../run/compare.js';
import { byCount, type RunEvidence } from '../../run/evidence.js';
import { sources } from '../runProvenance.js';
import { cellText, runRow } from './shared.js';
import { Links, type LinkedDocument } from './links.js';

/** @param proof for a run that verifies a change: whether that is proven goes before the description */
export function comparisonSection(comparison: Comparison, links: Links, proof?: Proof): ReportSection {
  const { before, after, sentences } = comparison;
  const { headline, remarks } = proof ? proofText(proof, after.run) : { headline: undefined, remarks: [] };
  const change = proof && durationChange(proof);
  return {
    heading: 'Before and after',
    paragraphs: [...(headline === undefined ? [] : [[headline, ...remarks].join(' ')]), sentences.join(' '), ...(change ? [change.sentence] : [])].map(cellText),
    items: signatureItems(comparison),
    figure: { type: 'intervals', title: 'Failure rates before and after', rows: [side('before', before, links), side('after', after, links)] },
  };
}

/** A report about nothing but the two runs. */
export function comparisonDocument(comparison: Comparison): LinkedDocument<ReportDocument> {
  const links = new Links();
  const { before, after, sentences, newSignatures, pValue } = comparison;
  const [headline = '', ...rest] = sentences;
  const [word, tone] = reading(newSignatures.length, pValue);
  const section = comparisonSection(comparison, links);
  const report: ReportDocument = {
    name: 'Comparison of two runs',
    word,
    tone,
    headline: cellText(headline),
    remarks: rest.map(cellText),
    sections: [{ ...section, paragraphs: [] }],
    facts: [
      { name: 'Command', value: cellText(commandLine(after.run)), code: true },
      { name: 'Before', value: cellText(`${before.run.id}, ${plainSources(before)}`) },
      { name: 'After', value: cellText(`${after.run.id}, ${plainSources(after)}`) },
      { name: 'What it says', value: 'It describes two runs; whether a fix is proven, casebook verify says.' },
    ],
    links: links.labels,
  };
  return { report, targets: links.targets };
}

function side(name: 'before' | 'after', evidence: RunEvidence, links: Links): ReturnType<typeof runRow> & { readonly link?: number } {
  return { ...runRow(name, evidence), ...links.to(`Open the report of the run ${name}`, { run: evidence.run.id }) };
}

/** The level is the one that the comparison's own sentence declares. */
function reading(fresh: number, p: number | null): [string, DocumentTone] {
  if (fresh > 0) return ['New failures', 'bad'];
  if (p === null) return ['Not comparable', 'unclear'];
  return p < 0.05 ? ['Lower failure rate', 'good'] : ['No lower rate shown', 'unclear'];
}

function signatureItems({ newSignatures, remainingSignatures, goneSignatures }: Comparison): string[] {
  const items = [
    ...byCount(newSignatures).map(({ signature, count }) => `New after: ${count} × ${signature.title}`),
    ...remainingSignatures.map(({ signature, before, after }) => `Before ${before} ×, after ${after} ×: ${signature.title}`),
    ...byCount(goneSignatures).map(({ signature, count }) => `Not seen after: ${count} × ${signature.title}`),
  ].map(cellText);
  const max = SECTION_LIMITS.items - 1;
  return items.length <= max ? items : [...items.slice(0, max), `and ${items.length - max} more`];
}

/** Written for markdown: here its code marks are left out. */
function plainSources({ run }: RunEvidence): string {
  return sources(run.git).replaceAll('`', '');
}
