/** The built panel in a real Chromium, under the policy of its own HTML shell, with a stand-in for the editor's side of the webview API. */
import { readFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/workbench/browser.mjs';
import type { FromPanel } from '../../src/protocol/fromPanel.js';
import { translationsOf, writeTexts } from '../../src/protocol/texts.js';
import type { ToPanel } from '../../src/protocol/toPanel.js';
import { panelHtml } from '../../src/vscode/views/panelHtml.js';
import { RUN_ID } from '../support/runEvidence.js';
import { THEMES, type Theme } from './themes.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pictures = path.join(root, 'test-results/webview');

/** In the page before any script of its own: what VS Code has there. The state outlives a reload, as the editor keeps it. */
const EDITOR = `
  window.casebook = { posted: [], violations: [] };
  document.addEventListener('securitypolicyviolation', (event) => window.casebook.violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.casebook.posted.push(message),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
`;

export interface PanelOptions {
  readonly theme?: Theme;
  /** CSS px. */
  readonly width?: number;
  readonly reducedMotion?: boolean;
  /** The system's own high contrast. */
  readonly forcedColors?: boolean;
  /** Translations by the English text, as the editor has them for its display language. */
  readonly bundle?: unknown;
}

/** One browser and one server for the tests of a file. */
export class PanelBrowser {
  private constructor(
    private readonly server: Server,
    private readonly browser: Browser,
    /** Of the pages that were opened, by the path of each. */
    private readonly bundles: Map<string, unknown>,
    /** Bytes of the minified script. */
    readonly scriptBytes: number,
  ) {}

  static async start(): Promise<PanelBrowser> {
    const folder = await mkdtemp(path.join(tmpdir(), 'casebook-panel-'));
    try {
      await esbuild.build({ absWorkingDir: root, entryPoints: { main: 'webview/main.ts', style: 'webview/style.css' }, outdir: folder, bundle: true, minify: true, format: 'iife', platform: 'browser', target: 'es2022' });
      const [script, style] = [await readFile(path.join(folder, 'main.js')), await readFile(path.join(folder, 'style.css'))];
      const bundles = new Map<string, unknown>();
      const server = createServer((request, response) => {
        const origin = `http://${request.headers.host ?? ''}`;
        const texts = writeTexts(translationsOf(bundles.get(request.url ?? '')));
        const html = panelHtml({ nonce: 'bm9uY2Utb2YtYS10ZXN0', cspSource: origin, scriptUri: `${origin}/main.js`, styleUri: `${origin}/style.css`, title: 'Run report', run: RUN_ID, ...(texts !== undefined && { translations: { texts, language: 'qps-ploc' } }) });
        const [type, body] = request.url === '/main.js' ? ['text/javascript', script] : request.url === '/style.css' ? ['text/css', style] : ['text/html; charset=utf-8', html];
        response.writeHead(200, { 'content-type': type }).end(body);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return new PanelBrowser(server, await launchBrowser(), bundles, script.length);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** A new panel, loaded, that has asked for its report. */
  async open({ theme = 'dark', width = 900, reducedMotion = false, forcedColors = false, bundle }: PanelOptions = {}): Promise<Panel> {
    const context = await this.browser.newContext({ viewport: { width, height: 800 }, reducedMotion: reducedMotion ? 'reduce' : 'no-preference', forcedColors: forcedColors ? 'active' : 'none' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.addInitScript(EDITOR);
    const { kind, classes, variables } = THEMES[theme];
    await page.addInitScript(`document.addEventListener('DOMContentLoaded', () => {
      for (const [name, value] of Object.entries(${JSON.stringify(variables)})) document.documentElement.style.setProperty(name, value);
      document.body.className = ${JSON.stringify(classes)};
      document.body.dataset.vscodeThemeKind = ${JSON.stringify(kind)};
    })`);
    const panel = new Panel(page, context);
    const place = `/${this.bundles.size}`;
    this.bundles.set(place, bundle);
    await page.goto(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}${place}`);
    await panel.asked('ready');
    return panel;
  }

  async dispose(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
  }
}

export class Panel {
  readonly errors: string[] = [];

  constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      // The browser asks for it by itself, and the policy refuses it: no part of the panel.
      if (message.type() === 'error' && !message.text().includes('favicon')) this.errors.push(message.text());
    });
  }

  /** Tells the panel something, and returns when it has been drawn. */
  async tell(...messages: readonly (ToPanel | { readonly type: string })[]): Promise<void> {
    for (const message of messages) await this.page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
    await this.drawn();
  }

  /** Two frames: what was asked for before the first one is on the screen by the second. */
  async drawn(): Promise<void> {
    await this.page.evaluate('new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve))))');
  }

  /** Waits until an expression is true in the page. Playwright's own waitForFunction evaluates inside the page, which the policy refuses. */
  async until(expression: string): Promise<void> {
    await this.page.evaluate(`new Promise((resolve) => {
      const look = () => ((${expression}) ? resolve() : requestAnimationFrame(look));
      look();
    })`);
  }

  /** What the panel has asked for since the last call. */
  async requests(): Promise<FromPanel[]> {
    return this.page.evaluate('window.casebook.posted.splice(0)');
  }

  /** Waits until the panel asks for something of this kind, and forgets what it asked for so far. */
  async asked(type: FromPanel['type']): Promise<void> {
    await this.until(`window.casebook.posted.some((message) => message.type === ${JSON.stringify(type)})`);
    await this.requests();
  }

  /** Whatever went wrong in the page: exceptions, console errors, refusals by the policy. */
  async complaints(): Promise<string[]> {
    return [...this.errors, ...(await this.page.evaluate<string[]>('window.casebook.violations'))];
  }

  /** Whether the page is wider than its window. */
  async overflows(): Promise<boolean> {
    return this.page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  }

  async screenshot(name: string): Promise<void> {
    await mkdir(pictures, { recursive: true });
    await this.page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true, animations: 'disabled' });
  }

  async dispose(): Promise<void> {
    await this.context.close();
  }
}
