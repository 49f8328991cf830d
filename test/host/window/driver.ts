/** Opens a folder in the window of a real VS Code, with the packaged extension installed, and drives it. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/workbench/browser.mjs';
import { type Server, startServer } from '../../../scripts/workbench/server.mjs';
import { until } from './until.js';

export type Theme = 'dark' | 'light' | 'hc-dark' | 'hc-light';

/** The theme's name in the picker, and the class that the workbench carries once it is applied. */
const THEMES: Record<Theme, { readonly label: string; readonly kind: string }> = {
  dark: { label: 'Dark Modern', kind: 'vs-dark' },
  light: { label: 'Light Modern', kind: 'vs' },
  'hc-dark': { label: 'Dark High Contrast', kind: 'hc-black' },
  'hc-light': { label: 'Light High Contrast', kind: 'hc-light' },
};

const HEIGHT = 800;
const WIDTH = 1280;
/** Bound on a single look or click inside something that is tried again, in ms. */
const BRIEFLY = 5_000;
/** Bound on whatever the window is waited for, in ms. */
const PATIENTLY = 60_000;

export interface WindowOptions {
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** `granted` (default): Workspace Trust is off. `restricted`: the folder opens in Restricted Mode. */
  readonly trust?: 'granted' | 'restricted';
  /** Packages of further extensions, made when the window opens. */
  readonly others?: () => Promise<string>;
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** For the server, its extension host and its terminals. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The windows that are open now; a failed test takes their pictures. */
export const openWindows = new Set<CodeWindow>();

/** Starts a server and a browser of its own and opens the folder; ready when the workbench has restored itself. */
export async function openWindow({ folder, others, ...options }: WindowOptions, signal?: AbortSignal): Promise<CodeWindow> {
  const server = await startServer({ workbench: given('CASEBOOK_HOST_WORKBENCH'), extensions: [given('CASEBOOK_HOST_VSIX'), ...(others ? [await others()] : [])], ...options }, signal);
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
    page.setDefaultTimeout(PATIENTLY);
    await page.goto(server.urlOf(folder));
    await page.locator('.monaco-workbench').waitFor();
    await page.waitForFunction("performance.getEntriesByName('code/LifecyclePhase/Restored').length > 0");
    return new CodeWindow(page, folder, server, browser);
  } catch (error) {
    await browser?.close();
    await server.stop();
    throw error;
  }
}

export class CodeWindow {
  /** The quick input: palette, pick list and input box are one widget. */
  readonly quickInput: Locator;
  private readonly input: Locator;

  constructor(
    readonly page: Page,
    readonly folder: string,
    private readonly server: Server,
    private readonly browser: Browser,
  ) {
    this.quickInput = page.locator('.quick-input-widget');
    this.input = this.quickInput.locator('input[type="text"]').first();
    openWindows.add(this);
  }

  /** Runs a command by its exact label in the palette, e.g. `Casebook: New Work Item`. Returns once it has been chosen, not when it has ended. */
  async runCommand(label: string): Promise<void> {
    // Late focus changes close the palette between any two steps; choosing the row is the last one, so nothing runs twice.
    await this.inPalette(`the palette to offer "${label}"`, `>${label}`, () => this.option(label).click({ timeout: BRIEFLY }));
    // The command's own input box is the same element: what is typed before the palette has gone would be typed into the palette.
    await until(`the palette to close after "${label}"`, PATIENTLY, async () => {
      if ((await this.input.isVisible()) && (await this.input.inputValue()) === `>${label}`) throw new Error('It is still open.');
    });
  }

  /** The labels that the palette offers for a text, e.g. `Casebook: `; waits until there is at least one. Only rows in sight are on the page: the list is walked to its end. */
  async commandsMatching(text: string): Promise<string[]> {
    return this.inPalette(`the palette to offer anything for "${text}"`, `>${text}`, async () => {
      const rows = this.quickInput.getByRole('option');
      await rows.filter({ hasText: text.trim() }).first().waitFor({ timeout: BRIEFLY });
      const total = Number(await rows.first().getAttribute('aria-setsize'));
      const labels = new Map<string | null, string>();
      const deadline = performance.now() + BRIEFLY * 5;
      while (labels.size < total && performance.now() < deadline) {
        for (const row of await rows.all()) labels.set(await row.getAttribute('aria-posinset', { timeout: BRIEFLY }), await row.locator('.label-name').first().innerText({ timeout: BRIEFLY }));
        await this.page.keyboard.press('PageDown');
      }
      await this.page.keyboard.press('Escape');
      return [...labels.values()].filter((label) => label.includes(text.trim()));
    });
  }

  /** Opens a file by its path in the folder; returns when its editor shows text. */
  async openFile(relative: string): Promise<void> {
    const { base, dir } = path.posix.parse(relative);
    const label = dir === '' ? base : `${base} ${dir}`;
    await this.inPalette(`the quick access to offer ${relative}`, relative, () => this.option(label).click({ timeout: BRIEFLY }));
    await this.page.locator(`.tab.active[data-resource-name="${base}"]`).waitFor();
    await this.page.locator('.editor-group-container.active .view-line').first().waitFor();
  }

  /** Types into the input box that a command has opened, and confirms. */
  async answer(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press('Enter');
  }

  /** Chooses from the pick list that a command has opened, by the exact label. */
  async pick(label: string): Promise<void> {
    // A long list has elements only for the rows in sight.
    await this.input.fill(label);
    await this.option(label).click();
  }

  /** Shows a view container by the title of its icon in the activity bar. */
  async showSidebar(title: string): Promise<void> {
    const icon = this.page.locator('.activitybar').getByRole('tab', { name: title });
    await until(`the sidebar "${title}"`, PATIENTLY, async () => {
      // A click on the icon of the open container would close it.
      if ((await icon.getAttribute('aria-expanded', { timeout: BRIEFLY })) !== 'true') await icon.click({ timeout: BRIEFLY });
      await this.page.locator('.sidebar .composite.title h2').filter({ hasText: new RegExp(`^${escaped(title)}`, 'i') }).waitFor({ timeout: BRIEFLY });
    });
  }

  /** A tree view's rows, by the view's title. */
  tree(title: string): Locator {
    return this.page.getByRole('tree', { name: title }).getByRole('treeitem');
  }

  /** What the tree shows now, a line per visible row, indented by two spaces per level: label and description. */
  async treeText(title: string): Promise<string> {
    const lines: string[] = [];
    for (const row of await this.tree(title).all()) {
      const level = Number((await row.getAttribute('aria-level', { timeout: BRIEFLY })) ?? '1');
      const parts = await row.locator('.label-name, .label-description').allInnerTexts();
      lines.push('  '.repeat(level - 1) + parts.join(' '));
    }
    return lines.join('\n');
  }

  /** Waits until the tree's text satisfies the condition, and returns it. */
  async treeTextWhen(title: string, condition: (text: string) => boolean): Promise<string> {
    let last = '';
    return until(() => `the tree "${title}", which shows:\n${last}`, PATIENTLY, async () => {
      last = await this.treeText(title);
      if (!condition(last)) throw new Error('not yet');
      return last;
    });
  }

  /** The CodeLenses in the editors; one locator per lens line. */
  codeLenses(): Locator {
    return this.page.locator('.codelens-decoration');
  }

  /** The notifications that are shown as toasts. */
  notifications(): Locator {
    return this.page.locator('.notification-toast .notification-list-item');
  }

  /** The document inside the webview that is visible, which must be the only one; with a title, it has to be the one of that name. */
  webview(title?: string): FrameLocator {
    const inner = title === undefined ? 'iframe#active-frame' : `iframe#active-frame[title="${title}"]`;
    return this.page.frameLocator('iframe.webview.ready >> visible=true').frameLocator(inner);
  }

  /** Changes the colour theme as a user does (this workbench does not follow its settings file), and returns when it shows. */
  async setTheme(theme: Theme): Promise<void> {
    const { label, kind } = THEMES[theme];
    await this.runCommand('Preferences: Color Theme');
    await this.pick(label);
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  /** Makes the window narrow, or wide again, in CSS pixels. */
  async setWidth(width: number): Promise<void> {
    await this.page.setViewportSize({ width, height: HEIGHT });
  }

  /** Saves a picture as `test-results/host/VERSION/NAME.png`, in a theme if one is named. Returns the file's path. */
  async screenshot(name: string, theme?: Theme): Promise<string> {
    if (theme !== undefined) await this.setTheme(theme);
    const folder = given('CASEBOOK_HOST_ARTEFACTS');
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${name}.png`);
    await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }

  /** Closes the window, and ends the browser, the server and whatever was started from it. */
  async dispose(): Promise<void> {
    openWindows.delete(this);
    try {
      await this.browser.close();
    } finally {
      await this.server.stop();
    }
  }

  private option(label: string): Locator {
    return this.quickInput.getByRole('option', { name: new RegExp(`^${escaped(label)}(,|$)`) }).first();
  }

  /**
   * Opens the palette afresh, types, and does something with what it offers; all of it again until that succeeds, since the
   * palette closes with every late change of focus, and shows only the commands that were known when it opened.
   */
  private inPalette<T>(what: string, text: string, action: () => Promise<T>): Promise<T> {
    return until(what, PATIENTLY, async () => {
      if (await this.input.isVisible()) await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await this.input.fill(text, { timeout: BRIEFLY });
      return action();
    });
  }
}

/** What scripts/test-host.mjs passes on. */
function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: these tests are run by \`npm run test:host\`.`);
  return value;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
