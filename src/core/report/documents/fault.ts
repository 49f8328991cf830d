/** A fault test as a report: the course of events on one axis, and what was expected beside what was observed. */
import type { DocumentTone, ReportDocument } from '../../../protocol/document.js';
import type { FaultVerdict } from '../../fault/verdict.js';
import { scheduleText, type FaultReport } from '../faultBlock.js';
import { inEnglish, type Say } from '../say.js';
import { faultLanes } from './faultLanes.js';
import { Links, type LinkedDocument } from './links.js';
import { cellText, origin } from './shared.js';

const WORDS: Readonly<Record<FaultVerdict['kind'], (say: Say) => readonly [string, DocumentTone]>> = {
  'as-expected': (say) => [say('As expected'), 'good'],
  'not-as-expected': (say) => [say('Not as expected'), 'bad'],
  'not-exercised': (say) => [say('Not exercised'), 'unclear'],
  'control-failed': (say) => [say('Control failed'), 'unclear'],
};

export function faultDocument(faultReport: FaultReport, say: Say = inEnglish): LinkedDocument<ReportDocument> {
  const { id, scenario, command, upstream, seed, verdict } = faultReport;
  const links = new Links();
  const [word, tone] = WORDS[verdict.kind](say);
  const { lanes, toMs } = faultLanes(faultReport, links, say);
  const rows = verdict.rows.map(({ what, expected, control, observed, holds }) => [
    { text: cellText(what) }, { text: cellText(expected) }, { text: cellText(control) }, { text: cellText(observed) },
    holds === null ? { text: '' } : { text: holds ? say('yes') : say('no'), mark: holds ? ('good' as const) : ('bad' as const) },
  ]);
  const report: ReportDocument = {
    name: say('Fault test'),
    word,
    tone,
    headline: cellText(verdict.sentence),
    remarks: [],
    note: say('A proxy withholds bytes above TCP: kernels go on acknowledging, so TCP keepalive is not tried.'),
    sections: [
      {
        heading: say('Course'),
        paragraphs: [scenario.from === 'start' ? say('Time counts from the start of the client. The schedule is drawn as it was planned, the rest as the proxy saw it.') : say('Time counts from the first round trip. The schedule is drawn as it was planned, the rest as the proxy saw it.')],
        figure: { type: 'timeline', title: say('Course of the fault test'), toMs, lanes },
      },
      ...(rows.length > 0 ? [{ heading: say('Expected and observed'), paragraphs: [], table: { columns: [say('What'), say('Expected'), say('Without the fault'), say('With it'), say('Holds')].map((title) => ({ title })), rows } }] : []),
    ],
    facts: [
      { name: say('Client'), value: cellText(command.join(' ')), code: true },
      { name: say('Scenario'), value: cellText(`${scenario.name}: ${scheduleText(scenario)}`) },
      { name: say('Upstream'), value: cellText(upstream), code: true },
      { name: say('Seed'), value: String(seed) },
      ...origin(faultReport, say),
    ],
    links: links.labels,
  };
  // The folder of the test is the run's.
  return { report, targets: links.targets.map((target) => ({ ...target, run: id })) };
}
