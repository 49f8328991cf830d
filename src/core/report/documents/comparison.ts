/** Two runs side by side, as a section of the later one's report and as a report of its own. */
import { SECTION_LIMITS, type DocumentTone, type ReportDocument, type ReportSection } from '../../../protocol/document.js';
import type { Proof } from '../../prove/proof.js';
import { durationChange } from '../../prove/sentence.js';
import { commandLine } from '../../run/commandLine.js';
import type { Comparison } from '../../run/compare.js';
import { byCount } from '../../run/evidence.js';
import { sourcesText } from '../runFacts.js';
import { inEnglish, type Say } from '../say.js';
import { cellText, runRow } from './shared.js';
import { Links, type LinkedDocument } from './links.js';

/** @param proof for a run that verifies a change: whether that is proven heads its report */
export function comparisonSection(comparison: Comparison, links: Links, proof?: Proof, say: Say = inEnglish): ReportSection {
  const { before, after, sentences } = comparison;
  const change = proof && durationChange(proof);
  return {
    heading: say('Before and after'),
    paragraphs: [sentences.join(' '), ...(change ? [change.sentence] : [])].map(cellText),
    items: signatureItems(comparison, say),
    figure: {
      type: 'intervals',
      title: say('Failure rates before and after'),
      rows: [
        { ...runRow(say('before'), before, say), ...links.to(say('Open the report of the run before'), { run: before.run.id }) },
        { ...runRow(say('after'), after, say), ...links.to(say('Open the report of the run after'), { run: after.run.id }) },
      ],
    },
  };
}

/** A report about nothing but the two runs. */
export function comparisonDocument(comparison: Comparison, say: Say = inEnglish): LinkedDocument<ReportDocument> {
  const links = new Links();
  const { before, after, sentences, newSignatures, pValue } = comparison;
  const [headline = '', ...rest] = sentences;
  const [word, tone] = reading(newSignatures.length, pValue, say);
  const section = comparisonSection(comparison, links, undefined, say);
  const report: ReportDocument = {
    name: say('Comparison of two runs'),
    word,
    tone,
    headline: cellText(headline),
    remarks: rest.map(cellText),
    sections: [{ ...section, paragraphs: [] }],
    facts: [
      { name: say('Command'), value: cellText(commandLine(after.run)), code: true },
      { name: say('Before'), value: cellText(`${before.run.id}, ${sourcesText(before.run.git, say)}`) },
      { name: say('After'), value: cellText(`${after.run.id}, ${sourcesText(after.run.git, say)}`) },
      { name: say('What it says'), value: say('It describes two runs; whether a fix is proven, casebook verify says.') },
    ],
    links: links.labels,
  };
  return { report, targets: links.targets };
}

/** The level is the one that the comparison's own sentence declares. */
function reading(fresh: number, p: number | null, say: Say): [string, DocumentTone] {
  if (fresh > 0) return [say('New failures'), 'bad'];
  if (p === null) return [say('Not comparable'), 'unclear'];
  return p < 0.05 ? [say('Lower failure rate'), 'good'] : [say('No lower rate shown'), 'unclear'];
}

function signatureItems({ newSignatures, remainingSignatures, goneSignatures }: Comparison, say: Say): string[] {
  const items = [
    ...byCount(newSignatures).map(({ signature, count }) => say('New after: {0} × {1}', count, signature.title)),
    ...remainingSignatures.map(({ signature, before, after }) => say('Before {0} ×, after {1} ×: {2}', before, after, signature.title)),
    ...byCount(goneSignatures).map(({ signature, count }) => say('Not seen after: {0} × {1}', count, signature.title)),
  ].map(cellText);
  const max = SECTION_LIMITS.items - 1;
  return items.length <= max ? items : [...items.slice(0, max), say('and {0} more', items.length - max)];
}
