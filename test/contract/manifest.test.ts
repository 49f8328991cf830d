import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/vscode/defaultSettings.js';
import { COMMANDS, CONTEXT_KEYS, INTERNAL_COMMANDS, REPORT_PANEL, ROW_COMMANDS, RUNNING_COMMANDS, RUNS_VIEW, SETTINGS, SETTINGS_SECTION, TREE_ITEMS, VIEW_CONTAINER, WORK_ITEMS_VIEW } from '../../src/vscode/ids.js';

interface Contribution {
  readonly command: string;
  readonly when?: string;
  readonly group: string;
}

interface Manifest {
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly description: string; readonly restrictedConfigurations: readonly string[] };
    readonly virtualWorkspaces: { readonly supported: boolean; readonly description: string };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string; readonly enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly Contribution[]>>;
    readonly keybindings: readonly { readonly key: string; readonly command: string; readonly args: unknown; readonly when: string }[];
    readonly 'markdown.previewStyles': readonly string[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly id: string; readonly description: string; readonly media: { readonly markdown: string }; readonly completionEvents: readonly string[] }[] }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly type: string; readonly default: unknown; readonly markdownDescription: string }>> };
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
  };
}

const project = new URL('../../', import.meta.url);
const plain = readFileSync(new URL('package.json', project), 'utf8');
const texts = JSON.parse(readFileSync(new URL('package.nls.json', project), 'utf8')) as Readonly<Record<string, string>>;
/** As the editor has it: `%key%` is the text of that key. */
const manifest = JSON.parse(plain, (_, value: unknown) => (typeof value === 'string' ? (texts[/^%(.+)%$/.exec(value)?.[1] ?? ''] ?? value) : value)) as Manifest;
const { contributes, capabilities, activationEvents } = manifest;
const menus = Object.entries(contributes.menus);

const viewOf = (when: string): string | undefined => /focusedView == (\S+)/.exec(when)?.[1];
const ids = (record: Readonly<Record<string, string>>): string[] => Object.values(record).sort();
const known = new Set([...ids(COMMANDS), ...ids(INTERNAL_COMMANDS)]);

describe('commands', () => {
  test('those of the manifest are those of the registry', () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual([...known].sort());
  });

  test('all have a title in one category', () => {
    expect(contributes.commands.filter(({ title, category }) => title.trim() === '' || category !== 'Casebook')).toEqual([]);
  });

  test('the palette hides exactly the internal ones', () => {
    const hidden = (contributes.menus['commandPalette'] ?? []).filter(({ when }) => when === 'false').map(({ command }) => command);
    expect(hidden.sort()).toEqual(ids(INTERNAL_COMMANDS));
  });

  test('those that start a process are disabled in an untrusted workspace, and no others', () => {
    const trusted = contributes.commands.filter(({ enablement }) => /(?:^|&& )isWorkspaceTrusted(?: &&|$)/.test(enablement ?? '')).map(({ command }) => command);
    expect(trusted.sort()).toEqual([...RUNNING_COMMANDS].sort());
  });

  test('each does something, under its name in the registry', () => {
    const actions = readFileSync(new URL('src/vscode/commands/actions.ts', project), 'utf8');
    const registered = Array.from(actions.matchAll(/^ {4}\[(COMMANDS|INTERNAL_COMMANDS)\.(\w+)\]:/gm), ([, registry, name = '']) =>
      registry === 'COMMANDS' ? (COMMANDS as Record<string, string>)[name] : (INTERNAL_COMMANDS as Record<string, string>)[name],
    );
    expect(registered.sort()).toEqual([...known].sort());
  });
});

describe('menus, views and welcome texts', () => {
  test.each(menus)('%s names known commands', (_, entries) => {
    expect(entries.map(({ command }) => command).filter((command) => !known.has(command))).toEqual([]);
  });

  test('conditions name our views, and each item of a tree that they ask for exists', () => {
    const items = Object.values(TREE_ITEMS);
    const views = [WORK_ITEMS_VIEW, RUNS_VIEW];
    for (const { when = '' } of menus.filter(([menu]) => menu.startsWith('view/')).flatMap(([, entries]) => entries)) {
      const [, named, like] = /^view (?:== (\S+)|=~ \/(\S+)\/)(?: |$)/.exec(when) ?? [];
      expect(views.some((view) => view === named || (like !== undefined && new RegExp(like).test(view))), when).toBe(true);
      const exact = /viewItem == (\S+)/.exec(when)?.[1];
      const pattern = /viewItem =~ \/(\S+)\//.exec(when)?.[1];
      if (exact !== undefined) expect(items).toContain(exact);
      if (pattern !== undefined) expect(items.some((item) => new RegExp(pattern).test(item)), when).toBe(true);
    }
  });

  test('the menus of rows name exactly the commands that refuse a row that was lost', () => {
    expect([...new Set((contributes.menus['view/item/context'] ?? []).map(({ command }) => command))].sort()).toEqual([...ROW_COMMANDS].sort());
  });

  test('a menu entry that is for one only is not there for several, and keys work in our trees only', () => {
    const single = (contributes.menus['view/item/context'] ?? []).filter(({ command, group, when }) => !group.startsWith('inline') && /\.(?:renameWorkItem|setActiveWorkItem|advancePhase|runRepeatedly)$/.test(command) && when?.includes('casebook.workItem') === true && !when.includes('gate'));
    expect(single.length).toBeGreaterThan(0);
    for (const { when } of single) expect(when).toContain('!listMultiSelection');
    for (const { command, args, when } of contributes.keybindings) {
      expect(when).toMatch(/^listFocus && focusedView == casebook\.(?:workItems|runs) && !inputFocus/);
      expect(known.has(command), command).toBe(true);
      // The row that has the focus, or all that are selected.
      expect(args).toEqual(when.includes('!listMultiSelection') ? { $treeViewId: viewOf(when), $focusedTreeItem: true } : { view: viewOf(when) });
    }
  });

  test('the views lie in our container, whose icon exists', () => {
    expect(contributes.viewsContainers.activitybar.map(({ id }) => id)).toEqual([VIEW_CONTAINER]);
    expect(contributes.views[VIEW_CONTAINER]?.map(({ id }) => id)).toEqual([WORK_ITEMS_VIEW, RUNS_VIEW]);
    for (const { icon } of contributes.viewsContainers.activitybar) expect(existsSync(new URL(icon, project)), icon).toBe(true);
  });

  test('welcome texts lead to known commands, and one of each view shows whatever the window is', () => {
    const linked = contributes.viewsWelcome.flatMap(({ contents }) => Array.from(contents.matchAll(/\(command:([\w.]+)\)/g), ([, command = '']) => command));
    expect(linked.filter((command) => command.startsWith('casebook.') && !known.has(command))).toEqual([]);
    const whens = (of: string) => contributes.viewsWelcome.filter(({ view }) => view === of).map(({ when }) => when);
    expect(whens(WORK_ITEMS_VIEW)).toEqual([
      `workspaceFolderCount != 0 && isWorkspaceTrusted && !${CONTEXT_KEYS.filtered}`,
      `workspaceFolderCount != 0 && !isWorkspaceTrusted && !${CONTEXT_KEYS.filtered}`,
      'workspaceFolderCount == 0',
      `workspaceFolderCount != 0 && ${CONTEXT_KEYS.filtered}`,
    ]);
    expect(whens(RUNS_VIEW)).toEqual(['workspaceFolderCount != 0 && isWorkspaceTrusted', 'workspaceFolderCount != 0 && !isWorkspaceTrusted', 'workspaceFolderCount == 0']);
  });
});

describe('the walkthrough', () => {
  const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
  const linkedIn = (text: string): string[] => Array.from(text.matchAll(/\(command:([\w.]+)\)/g), ([, command = '']) => command);

  test('has four steps, each with a page, a command, and an end that the palette can reach', () => {
    expect(steps.map(({ id }) => id)).toEqual(['workItem', 'repeat', 'verify', 'evidence']);
    for (const { description, media, completionEvents } of steps) {
      expect(existsSync(new URL(media.markdown, project)), media.markdown).toBe(true);
      expect(linkedIn(description).filter((command) => (Object.values(COMMANDS) as string[]).includes(command))).toEqual(linkedIn(description));
      const ends = completionEvents.map((event) => /^onCommand:(.+)$/.exec(event)?.[1] ?? event);
      expect(ends.filter((command) => !(Object.values(COMMANDS) as string[]).includes(command))).toEqual([]);
      expect(ends.some((command) => linkedIn(description).includes(command)), media.markdown).toBe(true);
    }
  });

  test('comes with the example', () => {
    expect(steps.flatMap(({ description }) => linkedIn(description))).toContain(COMMANDS.openExample);
    for (const file of ['checks/race.mjs', 'fixes/true-fix.patch', 'server.mjs']) expect(existsSync(new URL(`dist/example/${file}`, project)), '`npm run build` makes it').toBe(true);
  });
});

describe('settings', () => {
  const { properties } = contributes.configuration;

  test('those of the manifest are those of the registry, with the same defaults', () => {
    const defaults = Object.entries(SETTINGS).map(([name, id]) => [`${SETTINGS_SECTION}.${id}`, (DEFAULT_SETTINGS as unknown as Record<string, unknown>)[name]]);
    expect(Object.fromEntries(Object.entries(properties).map(([id, { default: value }]) => [id, value]))).toEqual(Object.fromEntries(defaults));
  });

  test('all are described and typed', () => {
    expect(Object.values(properties).filter(({ type, markdownDescription }) => type === '' || markdownDescription === '')).toEqual([]);
  });

  test('those that change what is run are restricted, and exist', () => {
    expect(capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(Object.keys(properties).filter((id) => id.startsWith('casebook.run.')));
  });
});

describe('texts', () => {
  /** Fields of the manifest that the editor shows. */
  const SHOWN = new Set(['category', 'contents', 'contextualTitle', 'deprecationMessage', 'description', 'label', 'markdownDeprecationMessage', 'markdownDescription', 'markdownEnumDescriptions', 'patternErrorMessage', 'shortTitle', 'title']);
  /** All texts of a part of the manifest, each with the field it stands in; those of a list stand in the list's. */
  const textsIn = (part: unknown, field = ''): { readonly field: string; readonly text: string }[] => {
    if (typeof part === 'string') return [{ field, text: part }];
    if (typeof part !== 'object' || part === null) return [];
    return Object.entries(part).flatMap(([name, value]) => textsIn(value, Array.isArray(part) ? field : name));
  };
  const written = JSON.parse(plain) as Record<string, unknown>;

  test('each %key% has a text, and each text its %key%', () => {
    const keys = textsIn(written).flatMap(({ text }) => /^%(.+)%$/.exec(text)?.[1] ?? []);
    expect([...new Set(keys)].sort()).toEqual(Object.keys(texts).sort());
    expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('what the editor shows is never written into the manifest itself', () => {
    const { contributes: contributed, capabilities: able } = written;
    // A view's `name` is shown; a JSON file's and a grammar's are not.
    const { views } = contributed as { readonly views: unknown };
    const shown = [...textsIn(contributed).filter(({ field }) => SHOWN.has(field)), ...textsIn(able).filter(({ field }) => SHOWN.has(field)), ...textsIn(views).filter(({ field }) => field === 'name')];
    expect(shown.length).toBeGreaterThan(50);
    expect(shown.filter(({ text }) => !/^%.+%$/.test(text))).toEqual([]);
  });
});

describe('activation and capabilities', () => {
  test('nothing activates for every workspace', () => {
    expect(activationEvents).not.toContain('*');
    expect(activationEvents).not.toContain('onStartupFinished');
    expect(activationEvents).toContain(`onWebviewPanel:${REPORT_PANEL}`);
  });

  test('untrusted workspaces are supported in part, virtual ones not, both with a reason', () => {
    expect(capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(capabilities.virtualWorkspaces.supported).toBe(false);
    expect(capabilities.untrustedWorkspaces.description).not.toBe('');
    expect(capabilities.virtualWorkspaces.description).not.toBe('');
  });

  test('the style of the markdown preview is where the manifest says', () => {
    expect(contributes['markdown.previewStyles'].filter((file) => !existsSync(new URL(file, project)))).toEqual([]);
  });

  test('the schema of the configuration is where the build puts it', () => {
    expect(contributes.jsonValidation).toEqual([{ fileMatch: '.casebook/config.json', url: './dist/config.schema.json' }]);
    expect(existsSync(new URL('dist/config.schema.json', project)), '`npm run build` makes it').toBe(true);
  });
});
