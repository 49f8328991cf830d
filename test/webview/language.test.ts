/** The panel in another language than English: a made-up one, in which every text is its English between marks. What stands outside of them was not said. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { extractTexts } from '../../scripts/l10n/texts.mjs';
import { commandDocument } from '../../src/core/report/documents/command.js';
import { comparisonDocument } from '../../src/core/report/documents/comparison.js';
import { faultDocument } from '../../src/core/report/documents/fault.js';
import { logDiffDocument } from '../../src/core/report/documents/logDiff.js';
import { logDocument, snapshotDocument, waitDocument } from '../../src/core/report/documents/plain.js';
import { probeDocument } from '../../src/core/report/documents/probe.js';
import { logSentences } from '../../src/core/report/logSentences.js';
import { inEnglish, type Say } from '../../src/core/report/say.js';
import { listsOf, summaryLines } from '../../src/core/snapshot/lines.js';
import type { ToPanel } from '../../src/protocol/toPanel.js';
import { BEFORE_ID, comparison, faultReport, PROBE_CONTEXT, PROBE_MATRIX } from '../support/reports.js';
import { RUN_ID } from '../support/runEvidence.js';
import { documentMessage, everything, everyOutcome, FLAKY, flaky, large, noData, observed, RUNNING, untilFailure, verified } from './models.js';
import { PanelBrowser, type Panel } from './panelBrowser.js';

const SAID = /⟦[^⟦⟧]*⟧/g;
const marked = (text: string): string => `⟦${text}⟧`;
const say: Say = (text, ...values) => inEnglish(marked(text), ...values);

const NO_TRAFFIC = { witness: null, detection: null, attempts: [], recovery: null, backoff: null };
const SNAPSHOT_PART = { missing: 'No such tool.' };
const SNAPSHOT = { system: SNAPSHOT_PART, load: SNAPSHOT_PART, memory: SNAPSHOT_PART, clock: SNAPSHOT_PART, tools: SNAPSHOT_PART, git: SNAPSHOT_PART, listeners: SNAPSHOT_PART, processes: SNAPSHOT_PART, environment: SNAPSHOT_PART, containers: SNAPSHOT_PART };
const LOGS = {
  files: [], span: null, selection: [], records: 3, moreTemplates: 0, intervals: [], backoffs: [], gaps: [], otherFailures: 0, paces: [], timeline: [], excerpt: [], missing: [],
  signatures: [{ id: 'x', title: 'Error: boom', count: 2, first: null, last: null, file: 0, line: 1 }],
  templates: [{ template: 'got <n> orders', severity: 'other' as const, count: 3, first: null, last: null, isNew: false, vanished: false, rate: '', file: 0, line: 1 }],
};
const FOUND = { template: 'got <n> orders', severity: 'other' as const, passingLogs: 0, failingLogs: 1, passingCount: 0, failingCount: 7, log: 'port', line: 1, at: null };
const VALUE = { template: 'got <n> orders', place: 1, passing: ['up'], failing: ['none'], log: 'port', line: 1 };
const EXCERPT = { log: 'port', focus: 1, records: [{ line: 1, text: 'Error: boom' }] };
const LOG_FILE = { name: 'port', bytes: 7, lines: 1, records: 1, formats: [], first: null, last: null, resolutionMs: null, notes: [] };
const LOG_DIFF = {
  passing: ['port'], failing: ['port'], onlyFailing: [FOUND], onlyPassing: [FOUND], moreOften: [FOUND], numbers: [{ ...VALUE, name: 'port' }], words: [VALUE], same: 1, divergences: [], absences: [],
  passingFiles: [LOG_FILE], failingFiles: [LOG_FILE], selection: [], excerpts: { passing: EXCERPT, failing: EXCERPT }, missing: ['It was not there.'],
};
const WAIT = { target: 'tcp 127.0.0.1:80', condition: 'port', ready: false, successes: 0, wanted: 3, polls: 7, flaps: 0, firstAcceptMs: null, firstByteMs: null, first2xxMs: null, stableSinceMs: null, elapsedMs: 5_000, lastGood: null, firstBad: 'tcp 127.0.0.1:80', lastClass: null, lastError: null, failures: {}, conclusion: 'It did not answer.' };
const COMMAND = { command: ['node', 'x.mjs'], shell: false, folder: '', timeoutMs: 5_000, outcome: 'fail' as const, exitCode: 1, signal: null, durationMs: 12, leftBehind: 0, output: { head: 'printed at first\n', tail: 'printed at last\n', bytes: 900, leftOut: 800 } };

const PROBE = { target: 'http://localhost/', results: [{ probe: 'tcp', address: '127.0.0.1:80', class: 'refused', phases: { connect: 1.2 }, error: { code: 'ECONNREFUSED', syscall: 'connect' } }], firstBad: 0, conclusion: 'Nothing listens there.' };

const REPORTS: Readonly<Record<string, ToPanel>> = {
  'a flaky run': flaky(say),
  'a run with positions and divergences': observed(say),
  'a run of every outcome that was killed': everyOutcome(say),
  'a run of 10,000 attempts': large(say),
  'a run that goes on': RUNNING,
  'a run until its first failure': untilFailure(say),
  'a run without data': noData(say),
  'a run with tests, a baseline and a series': everything(say),
  'a proof': verified(0, say),
  'no proof': verified(3, say),
  'a comparison': documentMessage(comparisonDocument(comparison(), say).report),
  'a fault test': documentMessage(faultDocument(faultReport(), say).report),
  'a fault test without traffic': documentMessage(faultDocument(faultReport(NO_TRAFFIC), say).report),
  'a probe': documentMessage(probeDocument(PROBE as never, PROBE_CONTEXT, say)),
  'a probe matrix': documentMessage(probeDocument(PROBE_MATRIX, PROBE_CONTEXT, say)),
  'a wait': documentMessage(waitDocument(WAIT, PROBE_CONTEXT, say)),
  'a recorded command': documentMessage(commandDocument(COMMAND, PROBE_CONTEXT, say)),
  'an analysis of logs': documentMessage(logDocument(LOGS, PROBE_CONTEXT, say)),
  'a difference of logs': documentMessage(logDiffDocument(LOG_DIFF, PROBE_CONTEXT, say)),
  'a snapshot': documentMessage(snapshotDocument(SNAPSHOT, { ...PROBE_CONTEXT, tookMs: 12 }, say)),
};

/** Parts of messages that are the run's own, or sentences that are in English since they are written into files, too. */
const OF_THE_RUN = new Set(['headline', 'remarks', 'paragraphs', 'sentence', 'command', 'cwd', 'host', 'commit', 'branch', 'path', 'workItem', 'position', 'divergence', 'reason', 'location', 'groups', 'failed', 'run']);

/** What the made-up runs, probes and machines hold in cells, lanes and facts: names, answers, addresses; and what a fault test, a snapshot or logs say in a work item, too. */
const ELSEWHERE = [
  RUN_ID, BEFORE_ID, ...[faultReport(), faultReport(NO_TRAFFIC)].flatMap(({ verdict }) => verdict.rows.flatMap(({ what, expected, control, observed }) => [what, expected, control, observed])),
  ...logSentences(LOGS, (text) => `“${text}”`), ...summaryLines(SNAPSHOT).flat(), ...listsOf(SNAPSHOT).flat(2),
  'parallel:2', 'isolated', 'Error: lost order', 'Error: boom', 'got <n> orders', 'No such tool.', 'printed at first', 'printed at last', 'node x.mjs', 'node client.mjs', 'long-outage', 'hold', 'heal',
  'casebook probe', '--timeout', '--matrix', '--', 'http://localhost/', 'http1', 'h2c', 'tcp', 'node', 'none', 'up', 'pass', 'HTTP', 'refused', 'wrong-protocol', 'ECONNREFUSED', 'connect', 'NO_PROXY', 'port', 'build-7', 'linux', 'own',
  'node --test test/orders.test.mjs', '2026-11-21T14:02:33.000Z',
];

let browser: PanelBrowser;
let bundle: Readonly<Record<string, string>>;
const opened: Panel[] = [];
beforeAll(async () => {
  browser = await PanelBrowser.start();
  bundle = Object.fromEntries((await extractTexts()).texts.map((text) => [text, marked(text)]));
});
afterAll(() => browser.dispose());
afterEach(async () => {
  const complaints = (await Promise.all(opened.map((panel) => panel.complaints()))).flat();
  await Promise.all(opened.splice(0).map((panel) => panel.dispose()));
  expect(complaints).toEqual([]);
});

async function open(translations?: unknown): Promise<Panel> {
  const panel = await browser.open({ bundle: translations });
  opened.push(panel);
  return panel;
}

/** Every text in the page, and every attribute that is read or shown as one; hidden ones, too. */
async function shownTexts(panel: Panel): Promise<string[]> {
  return panel.page.evaluate<string[]>(`(() => {
    const found = new Set();
    for (const element of document.body.querySelectorAll(':not(script)')) {
      // A text with links in it is one text.
      if ([...element.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim() !== '')) found.add(element.textContent.trim());
      // What is hidden from screen readers may still be seen, but its label is nowhere.
      if (!element.closest('[aria-hidden=true]')) for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'alt', 'placeholder', 'data-title']) found.add(element.getAttribute(name) ?? '');
    }
    return [...found].filter((text) => text !== '');
  })()`);
}

/** All that the report shows, plots at both ends of their marks and as tables. */
async function everyText(panel: Panel): Promise<string[]> {
  const found = await shownTexts(panel);
  for (const key of ['End', 'Home']) {
    for (const cursor of await panel.page.locator('.cursor').all()) await cursor.press(key);
    found.push(...(await shownTexts(panel)));
  }
  for (const toggle of await panel.page.locator('.toggle button:visible').all()) await toggle.click();
  await panel.drawn();
  found.push(...(await shownTexts(panel)));
  return [...new Set(found)];
}

/** Strings of the run in a message. */
function ofTheRun(value: unknown, taken = false): string[] {
  if (typeof value === 'string') return taken ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => ofTheRun(part, taken || OF_THE_RUN.has(key)));
}

/** What is left of a text when everything said and everything of the run is taken away; undefined if no word is. */
function unsaid(text: string, data: readonly string[]): string | undefined {
  let rest = text;
  for (let before = ''; before !== rest;) [before, rest] = [rest, rest.replace(SAID, ' ')];
  // What did not fit into a plot ends with an ellipsis.
  rest = rest.replace(/⟦[^⟦⟧]*…$/, ' ');
  for (const known of data) rest = rest.replaceAll(new RegExp(`(?<!\\p{L})${known.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?!\\p{L})`, 'giu'), ' ');
  const cut = /^(.*)…$/.exec(rest.trim())?.[1];
  if (cut !== undefined && data.some((known) => known.includes(cut.trim()))) rest = '';
  rest = rest.replace(/\b(ms|s|min|h|[AP]M)\b/g, ' ');
  return /\p{L}{2}/u.test(rest) ? `${rest.trim().replace(/\s+/g, ' ')} (in: ${text})` : undefined;
}

describe('with translations', () => {
  test.each(Object.keys(REPORTS))('%s shows no word of its own in English', async (name) => {
    const report = REPORTS[name];
    if (!report) throw new Error('It is a key of the reports');
    const panel = await open(bundle);
    await panel.tell(report);
    const texts = await everyText(panel);
    expect(texts.filter((text) => text.includes('⟦')).length).toBeGreaterThan(10);
    const data = [...new Set([...ofTheRun(report).map((text) => text.replace(SAID, '').trim()), ...ELSEWHERE])].filter((text) => /\p{L}/u.test(text)).sort((one, other) => other.length - one.length);
    expect(texts.flatMap((text) => unsaid(text, data) ?? [])).toEqual([]);
  });

  test('the first text is said, too, and the page tells its language', async () => {
    const panel = await open(bundle);
    expect(await panel.page.locator('main').innerText()).toBe('⟦Loading the run…⟧');
    expect(await panel.page.locator('html').getAttribute('lang')).toBe('qps-ploc');
    await panel.tell(FLAKY);
    expect(await panel.page.getByRole('heading', { level: 1 }).getAttribute('lang')).toBe('en');
  });

  test('what a report says in English is told as English to screen readers, and what it says in the language of the page is not', async () => {
    const panel = await open(bundle);
    await panel.tell(documentMessage({ ...commandDocument(COMMAND, PROBE_CONTEXT, say), remarks: ['A remark of the ledger.'] }));
    expect(await panel.page.getByText('A remark of the ledger.').getAttribute('lang')).toBe('en');
    expect(await panel.page.getByText('⟦It ran once').getAttribute('lang')).toBeNull();
  });

  test('a translation may place links where it likes, and need not have all texts', async () => {
    const panel = await open({ 'Logs of attempts {0}': '{0}: Protokolle', '{0} and {1}': '{1} nach {0}', 'Run Again': 'Erneut ausführen' });
    await panel.tell(FLAKY);
    expect(await panel.page.locator('.logs').first().innerText()).toBe('44 nach 7: Protokolle');
    expect(await panel.page.locator('.actions vscode-button:visible').allInnerTexts()).toEqual(['Erneut ausführen', 'Run Until Failure', 'Verify Fix', 'Open WI4', 'Compare with…', 'Export Report…']);
    await panel.page.getByRole('button', { name: 'Open the log of attempt 44' }).click();
    expect(await panel.requests()).toEqual([{ type: 'openLog', run: RUN_ID, attempt: 44 }]);
  });

  test('names that are the same word in a language each keep their own value, also when one of them goes', async () => {
    const panel = await open(bundle);
    const names = (values: readonly string[]) => ({ ...comparisonDocument(comparison()).report, facts: values.map((value) => ({ name: 'Lauf', value })), sections: values.map((value) => ({ heading: 'Verlauf', paragraphs: [value] })) });
    const shown = async () => [await panel.page.locator('.facts dd').allInnerTexts(), await panel.page.locator('.sentences').allInnerTexts()];
    await panel.tell(documentMessage(names(['one', 'two', 'three'])));
    expect(await shown()).toEqual([['one', 'two', 'three'], ['one', 'two', 'three']]);
    await panel.tell(documentMessage(names(['two', 'three'])));
    expect(await shown()).toEqual([['two', 'three'], ['two', 'three']]);
  });

  test('texts that are half as long again fit into 300 px', async () => {
    const long = (text: string): string => `${text} ${text.slice(0, text.length / 2).replace(/[{}]/g, '')}`;
    const panel = await browser.open({ bundle: Object.fromEntries(Object.keys(bundle).map((text) => [text, long(text)])), width: 300, theme: 'light' });
    opened.push(panel);
    await panel.tell(everything((text, ...values) => inEnglish(long(text), ...values)));
    await panel.screenshot('long-texts-narrow');
    expect(await panel.overflows()).toBe(false);
  });

  test('the panel is the same after a reload, plots as tables included', async () => {
    const panel = await open(bundle);
    await panel.tell(FLAKY);
    await panel.page.getByRole('button', { name: '⟦Show as Table: ⟦Attempts⟧⟧' }).click();
    await panel.page.reload();
    await panel.asked('ready');
    await panel.tell(FLAKY);
    expect(await panel.page.getByRole('button', { name: '⟦Show as Plot: ⟦Attempts⟧⟧' }).isVisible()).toBe(true);
  });
});

test('hostile translations are text, and what is none is left out', async () => {
  const attack = '</main><script>window.hacked=1</script><img src=x onerror="window.hacked=1">"\'&';
  const panel = await open({ 'Run Again': attack, 'Loading the run…': 7, 'Run Until Failure': 'x'.repeat(100_000), Attempts: '{9} {0} {constructor}', 'Show as Table: {0}': '{0}{0}', toString: 'x', ['__proto__']: { Actions: 'hacked' } });
  expect(await panel.page.locator('main').innerText()).toBe('Loading the run…');
  await panel.tell(FLAKY);
  expect(await panel.page.locator('.actions vscode-button:visible').allInnerTexts()).toEqual([attack, 'Run Until Failure', 'Verify Fix', 'Open WI4', 'Compare with…', 'Export Report…']);
  expect(await panel.page.getByRole('heading', { level: 2 }).first().innerText()).toBe('{9} {0} {constructor}');
  expect(await panel.page.evaluate('[window.hacked, document.images.length, document.scripts.length]')).toEqual([undefined, 0, 1]);
});

test('without translations everything is in English', async () => {
  const panel = await open();
  await panel.tell(FLAKY);
  const texts = await everyText(panel);
  expect(texts.filter((text) => text.includes('⟦') || /\{\d\}/.test(text))).toEqual([]);
  expect(await panel.page.locator('html').getAttribute('lang')).toBe('en');
  expect(texts).toEqual(expect.arrayContaining(['Run Again', 'Attempts, 60 of 60', 'Failures by message', 'Logs of attempts 7 and 44', 'Show as Table: Failure rate']));
});
