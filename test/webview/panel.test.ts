import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ReportFeed } from '../../src/core/report/reportFeed.js';
import { RUN_ID } from '../support/runEvidence.js';
import { ALL_FAILING, EVERY_OUTCOME, FLAKY, HOSTILE, LARGE, NO_DATA, OBSERVED, PASSING, running, RUNNING, runningFeed, UNTIL_FAILURE } from './models.js';
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
    expect(await panel.page.getByRole('img').getAttribute('aria-label')).toBe('Failure rate, 95 % interval from 0.2 % to 28.5 %.');
    expect(await panel.page.locator('.interval-point').isVisible()).toBe(false);
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
    for (let step = 0; step < 9; step++) {
      await panel.page.keyboard.press('Tab');
      reached.push(await panel.page.evaluate<string>("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"));
      await panel.page.keyboard.press('Enter');
    }
    expect(reached).toEqual([
      'Run Again', 'Run Until Failure', 'Open WI4',
      'Attempt 7 failed, 122 ms: AssertionError: expected 2 orders, got 1',
      'Open test/orders.test.mjs:23', 'Open the log of attempt 7', 'Open the log of attempt 44',
      'Open src/client.mjs:41', 'Open the log of attempt 31',
    ]);
    expect((await panel.requests()).map(({ type }) => type)).toEqual(['runAgain', 'runUntilFailure', 'openWorkItem', 'openLog', 'openSource', 'openLog', 'openLog', 'openSource', 'openLog']);
  });
});

describe('the strip', () => {
  const cursor = (panel: Panel): Promise<string | null> => panel.page.locator('.cursor').getAttribute('aria-label');

  test('is walked with the arrow keys, and from failure to failure with the page keys', async () => {
    const panel = await open();
    await panel.tell(FLAKY);
    await panel.page.locator('.cursor').focus();
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
    expect(await panel.page.locator('.readout').innerText()).toBe('Attempt 31 failed, 110 ms: Error: read ECONNRESET');
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
    await panel.page.locator('.cursor').focus();
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

test('a reload brings back the cursor and the place to which the panel was scrolled', async () => {
  const panel = await open({ width: 300 });
  await panel.tell(FLAKY);
  await panel.page.locator('.cursor').focus();
  await panel.page.keyboard.press('PageDown');
  await panel.page.mouse.wheel(0, 250);
  await panel.until("JSON.parse(sessionStorage.getItem('state')).scroll > 100");
  const scrolled = await panel.page.evaluate('window.scrollY');
  await panel.page.reload();
  await panel.asked('ready');
  await panel.tell(FLAKY);
  expect(await panel.page.locator('.cursor').getAttribute('aria-label')).toMatch(/^Attempt 31 failed/);
  expect(await panel.page.evaluate('window.scrollY')).toBe(scrolled);
});

test('without motion there is no turning ring, the words say that it runs', async () => {
  const panel = await open({ reducedMotion: true });
  await panel.tell(RUNNING);
  expect(await panel.page.locator('.ring').isVisible()).toBe(false);
  expect(await panel.page.locator('.kind').innerText()).toBe('Running: flaky so far');
});

const REPORTS = { flaky: FLAKY, large: LARGE, running: RUNNING, failing: ALL_FAILING, passing: PASSING, 'no-data': NO_DATA, outcomes: EVERY_OUTCOME, 'until-failure': UNTIL_FAILURE, hostile: HOSTILE, start: running(0) };

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
    await panel.page.locator('.cursor').focus();
    await panel.screenshot(`outcomes-${theme}`);
    expect(await panel.page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(theme === 'hc-dark' ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)');
  });
});
