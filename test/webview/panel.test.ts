import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ReportFeed } from '../../src/core/report/reportFeed.js';
import { RUN_ID } from '../support/runEvidence.js';
import { ALL_FAILING, COMPARISON, EVERY_OUTCOME, EVERYTHING, FAULT, FLAKY, HOSTILE, LARGE, NO_DATA, OBSERVED, PASSING, PROBES, running, RUNNING, runningFeed, UNTIL_FAILURE, VERIFIED, verified } from './models.js';
import { PanelBrowser, type Panel, type PanelOptions } from './panelBrowser.js';

let browser: PanelBrowser;
const opened: Panel[] = [];
beforeAll(async () => {
  browser = await PanelBrowser.start();
});
afterAll(() => browser.dispose());

async function open(options?: PanelOptions): Promise<Panel> {
  const panel = await browser.open(options);
  opened.push(panel);
  return panel;
}

/** Every test: nothing was thrown, nothing written to the console, and the policy refused nothing. */
afterEach(async () => {
  const panels = opened.splice(0);
  const complaints = (await Promise.all(panels.map((panel) => panel.complaints()))).flat();
  await Promise.all(panels.map((panel) => panel.dispose()));
  expect(complaints).toEqual([]);
});

describe('the report', () => {
  test('has the verdict as its headline, failures by message, and where the run is from', async () => {
    const panel = await open();
    await panel.tell(FLAKY);
    expect(await panel.page.getByRole('heading', { level: 1 }).innerText()).toBe('3 of 60 attempts failed: failure rate 5.0 % (95 % CI 1.0 % – 13.9 %).');
    expect(await panel.page.locator('.legend li').allInnerTexts()).toEqual(['3 failed', '57 passed']);
    expect(await panel.page.locator('ol.groups li').allInnerTexts()).toEqual([
      expect.stringMatching(/^2\s+2 failures:\s+AssertionError: expected 2 orders, got 1\s+test\/orders\.test\.mjs:23\s+Logs of attempts 7 and 44$/),
      expect.stringMatching(/^1\s+1 failure:\s+Error: read ECONNRESET\s+src\/client\.mjs:41\s+Log of attempt 31$/),
    ]);
    expect(await panel.page.locator('.facts').innerText()).toContain('node --test test/orders.test.mjs');
  });

  test('of a verification is headed by whether the fix is proven, and not by how its attempts went', async () => {
    const panel = await open();
    const header = panel.page.locator('header.verdict');
    await panel.tell(VERIFIED);
    expect(await header.locator('.kind-word').innerText()).toBe('Proven');
    expect(await header.getByRole('heading', { level: 1 }).innerText()).toMatch(/^Proven at 95 % confidence: 0 of 60 attempts showed the failure; before, 12 of 60 did/);
    expect(await header.getAttribute('data-tone')).toBe('good');
    expect((await panel.page.locator('section').allInnerTexts()).join()).not.toContain('Proven');
    await panel.screenshot('verified-dark');
    for (const options of [{ theme: 'light' }, { theme: 'light', width: 320 }] as const) {
      const other = await open(options);
      await other.tell(VERIFIED);
      await other.screenshot(`verified-light${'width' in options ? '-narrow' : ''}`);
      expect(await other.overflows()).toBe(false);
    }
    await panel.tell(verified(3));
    expect(await header.locator('.kind-word').innerText()).toBe('Not proven: still failing');
    expect(await header.getAttribute('data-tone')).toBe('bad');
    await panel.tell(PASSING);
    expect(await header.getAttribute('data-tone')).toBeNull();
  });

  test('tells where in the run failures stand, and where a failing log leaves a passing one', async () => {
    const panel = await open();
    await panel.tell(OBSERVED);
    expect(await panel.page.locator('ol.groups li').innerText()).toMatch(
      /Logs of attempts 51, 53, 55, 58 and 60\s+Late in the run\. The log of attempt 51 leaves that of passing attempt 50 at line 12: “<b>cache full<\/b>” instead of “stored” \(line 14\)\.$/,
    );
  });

  test('says that it is loading, and then why there is nothing to show', async () => {
    const panel = await open();
    expect(await panel.page.locator('main').innerText()).toBe('Loading the run…');
    await panel.tell({ type: 'unavailable', run: RUN_ID, reason: 'The ledger of this run was deleted.' });
    expect(await panel.page.locator('main').innerText()).toBe('The ledger of this run was deleted.');
  });

  test('shows text from outside as text', async () => {
    const panel = await open({ width: 300 });
    await panel.tell(HOSTILE);
    expect(await panel.page.locator('ol.groups').innerText()).toContain('<img src=x onerror="window.hacked=1"> </code><script>window.hacked=1</script>');
    expect(await panel.page.evaluate('[window.hacked, document.images.length, document.scripts.length]')).toEqual([undefined, 0, 1]);
  });

  test('takes no message that is not of the known form, and none about another run', async () => {
    const panel = await open();
    await panel.tell({ ...FLAKY, head: {} } as never, { type: 'report', html: '<b>' } as never, { ...FLAKY, run: '20261121-140233-ffff' }, { type: 'unavailable', run: 'other', reason: 'x' });
    expect(await panel.page.locator('main').innerText()).toBe('Loading the run…');
  });

  test('draws no rate where a stop at the first failure has biased it, but its interval', async () => {
    const panel = await open();
    await panel.tell(UNTIL_FAILURE);
    expect(await panel.page.locator('.rate').getByRole('img').getAttribute('aria-label')).toBe('Failure rate. Failure rate, no estimate: the first failure ended the run: 95 % interval 0.2 % to 28.5 %.');
    expect([await panel.page.locator('.rate .band').count(), await panel.page.locator('.rate .point').count()]).toEqual([1, 0]);
  });
});

describe('what the user asks for', () => {
  test('goes out as a fixed action or the number of an attempt', async () => {
    const panel = await open();
    await panel.tell(FLAKY);
    for (const name of ['Run Again', 'Run Until Failure', 'Open WI4', 'Open test/orders.test.mjs:23', 'Open the log of attempt 44']) await panel.page.getByRole('button', { name, exact: true }).click();
    expect(await panel.requests()).toEqual([
      { type: 'runAgain', run: RUN_ID },
      { type: 'runUntilFailure', run: RUN_ID },
      { type: 'openWorkItem', run: RUN_ID },
      { type: 'openSource', run: RUN_ID, attempt: 7 },
      { type: 'openLog', run: RUN_ID, attempt: 44 },
    ]);
  });

  test('is offered only where the extension offers it', async () => {
    const panel = await open();
    await panel.tell({ ...FLAKY, head: { ...('head' in FLAKY ? FLAKY.head : {}), actions: [] } } as never);
    expect(await panel.page.locator('vscode-button:visible').count()).toBe(0);
    expect(await panel.page.getByRole('button', { name: 'Open test/orders.test.mjs:23' }).count()).toBe(0);
  });

  test('works with the keyboard: Tab reaches everything, Enter acts', async () => {
    const panel = await open();
    await panel.tell(FLAKY);
    const reached: string[] = [];
    for (let step = 0; step < 18; step++) {
      await panel.page.keyboard.press('Tab');
      const name = await panel.page.evaluate<string>("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent");
      reached.push(name);
      if (!name.startsWith('Show as Table')) await panel.page.keyboard.press('Enter');
    }
    expect(reached).toEqual([
      'Show as Table: Failure rate',
      'Run Again', 'Run Until Failure', 'Verify Fix', 'Open WI4', 'Compare with…', 'Export Report…',
      'Attempt 7 failed, 122 ms: AssertionError: expected 2 orders, got 1', 'Show as Table: Attempts',
      'Open test/orders.test.mjs:23', 'Open the log of attempt 7', 'Open the log of attempt 44',
      'Open src/client.mjs:41', 'Open the log of attempt 31',
      '106 ms to 112 ms: 7 passed, 1 failed', 'Show as Table: Durations of attempts',
      'Attempt 7 failed, 122 ms', 'Show as Table: Durations over the run',
    ]);
    expect((await panel.requests()).map(({ type }) => type)).toEqual(['runAgain', 'runUntilFailure', 'verifyFix', 'openWorkItem', 'compareWith', 'exportReport', 'openLog', 'openSource', 'openLog', 'openLog', 'openSource', 'openLog', 'openLog', 'openLog']);
  });
});

describe('the strip', () => {
  const cursor = (panel: Panel): Promise<string | null> => panel.page.locator('.strip .cursor').getAttribute('aria-label');

  test('is walked with the arrow keys, and from failure to failure with the page keys', async () => {
    const panel = await open();
    await panel.tell(FLAKY);
    await panel.page.locator('.strip .cursor').focus();
    const walk: (string | null)[] = [];
    for (const key of ['PageDown', 'PageDown', 'PageDown', 'ArrowLeft', 'PageUp', 'ArrowRight', 'Home', 'ArrowLeft', 'ArrowDown', 'End']) {
      await panel.page.keyboard.press(key);
      walk.push(/Attempt (\d+)/.exec((await cursor(panel)) ?? '')?.[1] ?? null);
    }
    // 868 px hold 48 marks of 18 px in a row.
    expect(walk).toEqual(['31', '44', '44', '43', '31', '32', '1', '1', '49', '60']);
    expect(await panel.page.evaluate("document.activeElement.className")).toBe('cursor');
    await panel.page.keyboard.press('Enter');
    expect(await panel.requests()).toEqual([{ type: 'openLog', run: RUN_ID, attempt: 60 }]);
  });

  test('tells what is under the pointer, and opens its log by a click', async () => {
    const panel = await open();
    await panel.tell(FLAKY);
    const svg = panel.page.locator('.strip svg');
    // The 31st mark: the first row, 18 px each.
    await svg.hover({ position: { x: 30 * 18 + 9, y: 9 } });
    expect(await panel.page.getByText(/^Attempt 31 failed, 110 ms: /).innerText()).toBe('Attempt 31 failed, 110 ms: Error: read ECONNRESET');
    await svg.click({ position: { x: 30 * 18 + 9, y: 9 } });
    expect(await panel.requests()).toEqual([{ type: 'openLog', run: RUN_ID, attempt: 31 }]);
  });

  test('shows every failure among 10,000 attempts in a few elements, and opens the log of one', async () => {
    const panel = await open();
    await panel.tell(LARGE);
    expect(await panel.page.locator('.strip *').count()).toBeLessThan(20);
    expect(await panel.page.locator('.scale').innerText()).toBe('Each mark stands for 10 attempts and shows the worst of them.');
    const marks = async (kind: string): Promise<number> => ((await panel.page.locator(`.strip .mark-${kind}`).getAttribute('d')) ?? '').split('M').length - 1;
    expect([await marks('fail'), await marks('timeout'), await marks('crash'), await marks('pass')]).toEqual([17, 11, 1, 971]);
    await panel.page.locator('.strip .cursor').focus();
    await panel.page.keyboard.press('PageDown');
    expect(await cursor(panel)).toBe('Attempts 11 to 20: 1 timed out and 9 passed; the first that timed out is 14: timed out after 180 s');
    await panel.page.keyboard.press('Enter');
    expect(await panel.requests()).toEqual([{ type: 'openLog', run: RUN_ID, attempt: 14 }]);
  });

  test('is drawn anew when the panel gets narrower', async () => {
    const panel = await open();
    await panel.tell(FLAKY);
    await panel.page.setViewportSize({ width: 300, height: 800 });
    await panel.until("document.querySelector('.strip svg').getAttribute('height') === '72'");
    expect(await panel.overflows()).toBe(false);
  });
});

describe('while a run goes on', () => {
  test('increments are drawn as they come, and the focus stays where it is', async () => {
    const panel = await open();
    const feed = new ReportFeed();
    await panel.tell(runningFeed(feed, 20));
    const log = panel.page.getByRole('button', { name: 'Open the log of attempt 12' });
    await log.focus();
    for (const finished of [21, 37, 64]) await panel.tell(runningFeed(feed, finished));
    expect(await panel.page.getByRole('heading', { level: 1 }).innerText()).toMatch(/^4 of 64 attempts failed/);
    expect(await panel.page.getByRole('progressbar', { name: 'Attempts made' }).getAttribute('aria-valuenow')).toBe('64');
    expect(await panel.page.locator('.progress-text').innerText()).toBe('64 of 100 attempts, about 3 s left.');
    expect(await panel.page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe('Open the log of attempt 12');
  });

  test('an increment that does not fit makes the panel ask for everything, once', async () => {
    const panel = await open();
    const feed = new ReportFeed();
    await panel.tell(runningFeed(feed, 20));
    runningFeed(feed, 30);
    await panel.tell(runningFeed(feed, 31), runningFeed(feed, 32));
    expect(await panel.requests()).toEqual([{ type: 'refresh', run: RUN_ID }]);
    feed.reset();
    await panel.tell(runningFeed(feed, 33), runningFeed(feed, 34));
    expect(await panel.page.getByRole('heading', { level: 1 }).innerText()).toMatch(/of 34 attempts failed/);
    expect(await panel.requests()).toEqual([]);
  });

  test('it can be cancelled, and when it has ended the focus goes to what can be done next', async () => {
    const panel = await open();
    await panel.tell(RUNNING);
    const cancel = panel.page.getByRole('button', { name: 'Cancel Run' });
    await cancel.focus();
    await panel.page.keyboard.press('Enter');
    expect(await panel.requests()).toEqual([{ type: 'cancel', run: RUN_ID }]);
    await panel.tell(FLAKY);
    expect(await cancel.isVisible()).toBe(false);
    expect(await panel.page.evaluate('document.activeElement.textContent')).toBe('Run Again');
  });

  test('a screen reader hears of the first failure and of the end, not of each attempt', async () => {
    const panel = await open();
    await panel.page.evaluate(`
      window.heard = [];
      const status = document.querySelector('[role=status]');
      new MutationObserver(() => window.heard.push(status.textContent.split('.')[0])).observe(status, { childList: true, characterData: true, subtree: true });
    `);
    const feed = new ReportFeed();
    for (const finished of [0, 4, 8, 11, 12, 13, 20, 40]) await panel.tell(runningFeed(feed, finished));
    await panel.tell(FLAKY);
    expect(await panel.page.evaluate('window.heard')).toEqual(['Running', 'Running: flaky so far', 'Flaky']);
  });

  test('10,000 attempts follow without lag: an increment changes a few elements, whatever there was before', async () => {
    const panel = await open();
    const feed = new ReportFeed();
    await panel.tell(runningFeed(feed, 9_000, 10_000));
    await panel.page.evaluate(`
      window.changes = 0;
      new MutationObserver((records) => { window.changes += records.length; }).observe(document.querySelector('main'), { subtree: true, childList: true, attributes: true, characterData: true });
    `);
    await panel.tell(runningFeed(feed, 9_010, 10_000));
    expect(await panel.page.evaluate('window.changes')).toBeLessThan(60);
    expect(await panel.page.getByRole('heading', { level: 1 }).innerText()).toMatch(/of 9010 attempts failed/);
  });
});

describe('plots', () => {
  test('open the log of any mark, by pointer and by keyboard', async () => {
    const panel = await open();
    await panel.tell(FLAKY);
    const overTime = panel.page.getByRole('group', { name: 'Durations over the run' });
    await overTime.getByRole('button').focus();
    await panel.page.keyboard.press('PageDown');
    await panel.page.keyboard.press('Enter');
    await panel.page.keyboard.press('Home');
    await panel.page.keyboard.press('Enter');
    const bar = await overTime.getByRole('button').boundingBox();
    await panel.page.mouse.click((bar?.x ?? 0) + 4, (bar?.y ?? 0) + 4);
    expect(await panel.requests()).toEqual([31, 1, 1].map((attempt) => ({ type: 'openLog', run: RUN_ID, attempt })));
  });

  test('are tables, too, and stay so after a reload', async () => {
    const panel = await open();
    await panel.tell(EVERYTHING);
    for (const title of ['Attempts', 'Durations over the run', 'Failure rates of tests', 'Failure rates before and after', 'Failure rates under each condition', 'Failure rate', 'Durations of attempts']) await panel.page.getByRole('button', { name: `Show as Table: ${title}`, exact: true }).click();
    await panel.page.reload();
    await panel.asked('ready');
    await panel.tell(EVERYTHING);
    expect(await panel.page.locator('figure, .plot').count()).toBe(0);
    const tests = panel.page.getByRole('table', { name: 'Failure rates of tests' });
    expect(await tests.getByRole('row').allInnerTexts()).toEqual([expect.stringMatching(/^Test\s+Failed\s+Failure rate/), expect.stringMatching(/orders › lists <b>all<\/b> orders.*\s+2 of 60\s+3\.3 %\s+0\.4 % – 11\.5 %\s+attempt 7/), expect.stringMatching(/orders › refunds\s+1 of at most 60/)]);
    await tests.getByRole('button', { name: 'attempt 31: Open the log of attempt 31' }).click();
    await panel.page.getByRole('table', { name: 'Failure rates before and after' }).getByRole('button', { name: 'before: Open the report of the run before' }).click();
    expect(await panel.requests()).toEqual([{ type: 'openLog', run: RUN_ID, attempt: 31 }, { type: 'openLink', run: RUN_ID, link: 0 }]);
  });

  test('of 10,000 attempts are read as a table page by page', async () => {
    const panel = await open();
    await panel.tell(LARGE);
    await panel.page.getByRole('button', { name: 'Show as Table: Attempts' }).click();
    const table = panel.page.getByRole('table', { name: 'Attempts' });
    expect(await table.getByRole('row').count()).toBe(101);
    await panel.page.getByRole('button', { name: 'Later Rows' }).click();
    expect(await panel.page.locator('.page-place:visible').innerText()).toBe('Rows 101 to 200 of 10000');
    expect(await table.getByRole('row').nth(1).innerText()).toMatch(/^101\s+passed/);
  });

  test('before and after lead to the reports of both runs, the course of a fault to its logs', async () => {
    const compared = await open();
    await compared.tell(COMPARISON);
    expect(await compared.page.getByRole('heading', { level: 1 }).innerText()).toMatch(/^Before: 12 of 60 attempts failed/);
    const rates = compared.page.getByRole('group', { name: 'Failure rates before and after' });
    await rates.getByRole('button').focus();
    for (const key of ['Enter', 'ArrowDown', 'Enter']) await compared.page.keyboard.press(key);
    expect(await compared.requests()).toEqual([0, 1].map((link) => ({ type: 'openLink', run: RUN_ID, link })));
    const fault = await open();
    await fault.tell(FAULT);
    const course = fault.page.getByRole('group', { name: 'Course of the fault test' });
    await course.getByRole('button').focus();
    const walk: (string | null)[] = [];
    for (const key of ['Home', 'ArrowRight', 'PageDown', 'PageDown', 'End']) {
      await fault.page.keyboard.press(key);
      walk.push(await course.getByRole('button').getAttribute('aria-label'));
    }
    expect(walk).toEqual(['Without the fault: 1 connection, 0 reconnects, the client lived on', 'Fault: hold, at 1 s', 'Fault: heal, at 31 s', 'Witness: first byte withheld, at 1.01 s', 'Client: the client lived on']);
    await fault.page.keyboard.press('Enter');
    expect(await fault.requests()).toEqual([{ type: 'openLink', run: RUN_ID, link: 2 }]);
  });

  test('of 10,000 attempts are drawn without lag: the times are printed', async () => {
    const panel = await open();
    const feed = new ReportFeed();
    await panel.tell(runningFeed(feed, 9_000, 10_000));
    const session = await panel.page.context().newCDPSession(panel.page);
    await session.send('Performance.enable');
    const used = async (): Promise<Record<string, number>> => Object.fromEntries((await session.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
    const before = await used();
    await panel.page.evaluate('window.frames_ = []; (function next(last) { requestAnimationFrame((now) => { window.frames_.push(now - last); next(now); }); })(performance.now())');
    const UPDATES = 20;
    for (let update = 1; update <= UPDATES; update++) await panel.tell(runningFeed(feed, 9_000 + update * 50, 10_000));
    const after = await used();
    const frames = (await panel.page.evaluate<number[]>('window.frames_')).sort((one, other) => one - other);
    const spent = (name: string): string => ((((after[name] ?? 0) - (before[name] ?? 0)) * 1_000) / UPDATES).toFixed(1);
    process.stdout.write(`10,000 attempts, per update: script ${spent('ScriptDuration')} ms, layout ${spent('LayoutDuration')} ms, style ${spent('RecalcStyleDuration')} ms; frames: median ${frames[Math.floor(frames.length / 2)]?.toFixed(0) ?? ''} ms, 95 % within ${frames[Math.floor(frames.length * 0.95)]?.toFixed(0) ?? ''} ms\n`);
    expect(await panel.page.getByRole('heading', { level: 1 }).innerText()).toMatch(/of 10000 attempts failed/);
    expect(await panel.page.locator('main *').count()).toBeLessThan(900);
  });
});

test('a reload brings back the cursor and the place to which the panel was scrolled', async () => {
  const panel = await open({ width: 300 });
  await panel.tell(FLAKY);
  await panel.page.locator('.strip .cursor').focus();
  await panel.page.keyboard.press('PageDown');
  await panel.page.mouse.wheel(0, 250);
  await panel.until("JSON.parse(sessionStorage.getItem('state')).scroll > 100");
  const scrolled = await panel.page.evaluate('window.scrollY');
  await panel.page.reload();
  await panel.asked('ready');
  await panel.tell(FLAKY);
  expect(await panel.page.locator('.strip .cursor').getAttribute('aria-label')).toMatch(/^Attempt 31 failed/);
  expect(await panel.page.evaluate('window.scrollY')).toBe(scrolled);
});

test('without motion there is no turning ring, the words say that it runs', async () => {
  const panel = await open({ reducedMotion: true });
  await panel.tell(RUNNING);
  expect(await panel.page.locator('.ring').isVisible()).toBe(false);
  expect(await panel.page.locator('.kind').innerText()).toBe('Running: flaky so far');
});

const REPORTS = { flaky: FLAKY, large: LARGE, running: RUNNING, failing: ALL_FAILING, passing: PASSING, everything: EVERYTHING, comparison: COMPARISON, fault: FAULT, probes: PROBES, 'no-data': NO_DATA, outcomes: EVERY_OUTCOME, 'until-failure': UNTIL_FAILURE, hostile: HOSTILE, start: running(0) };

describe('every kind of run', () => {
  test.each(Object.keys(REPORTS) as (keyof typeof REPORTS)[])('%s fits into 300 px, and into a window at twice the size of text, and leaves pictures', async (name) => {
    const report = REPORTS[name];
    const narrow = await open({ width: 300, theme: 'light' });
    await narrow.tell(report);
    await narrow.screenshot(`${name}-narrow`);
    expect(await narrow.overflows()).toBe(false);
    const wide = await open();
    await wide.tell(report);
    await wide.screenshot(`${name}-dark`);
    await wide.page.evaluate("document.documentElement.style.setProperty('--vscode-font-size', '26px')");
    await wide.drawn();
    expect(await wide.overflows()).toBe(false);
  });

  test.each(['light', 'hc-dark', 'hc-light'] as const)('leaves pictures in %s', async (theme) => {
    const panel = await open({ theme });
    await panel.tell(EVERY_OUTCOME);
    await panel.page.locator('.strip .cursor').focus();
    await panel.screenshot(`outcomes-${theme}`);
    expect(await panel.page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(theme === 'hc-dark' ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)');
  });
});
