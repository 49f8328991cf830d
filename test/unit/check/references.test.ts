import { describe, expect, it } from 'vitest';
import { fromRoot, relativePath } from '../../../src/core/check/paths.js';
import { applyEdit } from '../../../src/core/workItem/text.js';
import { around, found, older, problemsOf } from './support.js';

const path = 'WIs/WI4_orders.md';
const surroundings = around({
  files: { 'src/store.ts': 40, 'services/gateway/main.go': 12, 'WIs/WI4_orders.md': 30, 'WIs/WI5_gateway.md': 10, 'WIs/archive/WI6_old.md': 10, 'logs/orders log.txt': 5 },
  workItems: [
    { path, alias: 'WI4', elsewhere: false },
    { path: 'WIs/WI5_gateway.md', alias: 'WI5', elsewhere: false },
    { path: 'WIs/archive/WI6_old.md', alias: 'WI6', elsewhere: false },
    { path: 'WIs/WI7_other.md', alias: 'WI7', elsewhere: true },
  ],
});

const says = (rule: Parameters<typeof found>[0], text: string) => found(rule, older(['Every order is answered.', text]), { path, surroundings });

/** The text with the first fix of a rule made, as far as it stands in its place. */
function mended(rule: string, text: string): string {
  const before = older(['Every order is answered.', text]);
  const fix = problemsOf(before, { path, surroundings }).find((problem) => problem.rule === rule)?.fix;
  if (!fix) throw new Error('There is no fix.');
  return /### Requirements\n(.*)/.exec(applyEdit(before, fix.edit))?.[1] ?? '';
}

describe('work-item-not-found', () => {
  it.each(['see WI12', 'WI12: the same', '- WIs/WI12_gone.md', '`WIs/WI12_gone.md`', 'see [it](WI12_gone.md)'])('finds what is named in %s', (text) => {
    expect(says('work-item-not-found', text)).toEqual([expect.stringMatching(/^warning: There is no work item /)]);
  });

  it.each(['see WI5', 'this is WI4', 'WI7 on the other branch', 'WI5_gateway.md', 'WIs/WI5_gateway.md', 'WIs/WI7_other.md', 'WI6_old.md', 'WIFI5 and WITH4', '```\nWI12\n```', '<!-- WI12 -->', '../../elsewhere/WI12_gone.md'])('says nothing of %s', (text) => {
    expect(says('work-item-not-found', text)).toEqual([]);
  });

  it('tells each once, and leaves the header\'s own file name alone', () => {
    expect(says('work-item-not-found', 'WI12, WI12 and WI13')).toHaveLength(2);
    expect(found('work-item-not-found', older(['WIs/WI4_orders.md', 'WIs/WI99_former-name.md']), { path, surroundings })).toEqual([]);
    expect(found('work-item-not-found', older(['Debian 12', 'WI12']))).toEqual([]);
  });

  it('offers the path of one that was moved', () => {
    expect(says('work-item-not-found', 'see WIs/WI6_old.md')).toEqual([expect.stringMatching(/^warning: WIs\/WI6_old\.md is not there; WI6_old\.md lies in WIs\/archive/)]);
    expect(mended('work-item-not-found', 'see WIs/WI6_old.md.')).toBe('see WIs/archive/WI6_old.md.');
  });
});

describe('file-not-found', () => {
  it('finds a file that is not in its folder, and a line that its file does not have', () => {
    expect(says('file-not-found', 'in `src/gone.ts:12`')).toEqual([expect.stringMatching(/^warning: There is no file src\/gone\.ts/)]);
    expect(says('file-not-found', 'in src/store.ts:41')).toEqual([expect.stringMatching(/^warning: src\/store\.ts has only 40 lines, so there is no line 41/)]);
  });

  it.each(['src/store.ts:40', './src/store.ts:1', '../src/store.ts:3', 'gateway/main.go:12', 'main.go:7', '/usr/lib/gone.ts:1', 'C:\\src\\gone.ts:12', 'localhost:8080', '2026-01-27 10:30:12', '../../outside/gone.ts:1', 'src/.../gone.ts:12', '```\nsrc/gone.ts:12\n```', 'http://host/src/gone.ts:80'])('says nothing of %s', (text) => {
    expect(says('file-not-found', text)).toEqual([]);
  });

  it('tells in one hint of files of which nothing is here', () => {
    expect(says('file-not-found', 'see pkg/client.go:366, pkg/client.go:400 and retry.go:12')).toEqual([expect.stringMatching(/^hint: pkg\/client\.go and 1 other file that the text names by line are not in this workspace/)]);
    expect(says('file-not-found', 'see pkg/client.go:366')).toEqual([expect.stringMatching(/^hint: pkg\/client\.go is not in this workspace/)]);
  });

  it('says nothing where it cannot be said', () => {
    const blind = { ...surroundings, exists: () => undefined, endsSo: () => undefined, lineCount: () => undefined };
    expect(found('file-not-found', older(['Debian 12', 'src/gone.ts:12']), { path, surroundings: blind })).toEqual([]);
    expect(found('file-not-found', older(['Debian 12', 'src/gone.ts:12']))).toEqual([]);
  });
});

describe('link-broken', () => {
  it.each(['[log](../logs/gone.txt)', '[log](/logs/gone.txt)', '[log](WI12.txt#end)', '![picture](gone.png)', '[log][l]\n\n[l]: ../gone.txt', '[log](<../logs/a b.txt>)', '`a` then [b](gone.txt)', 'a ` alone [b](gone.txt)'])('finds %s', (text) => {
    expect(says('link-broken', text)).toEqual([expect.stringMatching(/^warning: There is no file .*leads nowhere/)]);
  });

  it('finds a line that is not there', () => {
    expect(says('link-broken', '[here](../src/store.ts#L41)')).toEqual([expect.stringMatching(/has only 40 lines/)]);
    expect(says('link-broken', '[here](../src/store.ts#L40-L50)')).toEqual([]);
  });

  it.each(['[a](../src/store.ts)', '[a](/src/store.ts)', '[a](../src)', '[a](WI5_gateway.md#findings)', '[a](#findings)', '[a](https://example.org/gone)', '[a](mailto:a@example.org)', '[a](../../outside.md)', '[a](../logs/orders%20log.txt)', '[a](<../logs/orders log.txt>)', '`[a](gone.md)` [b](WI5_gateway.md)', '`a` and `[b](gone.md)`', '`` a`b [c](gone.md) ``', '```\n[a](gone.md)\n```', '[ ] (gone.md)'])('says nothing of %s', (text) => {
    expect(says('link-broken', text)).toEqual([]);
  });

  it('offers a target that was written from the root as it is read from the folder', () => {
    expect(says('link-broken', '[a](src/store.ts#L12)')).toEqual([expect.stringMatching(/write \.\.\/src\/store\.ts#L12\.$/)]);
    expect(mended('link-broken', 'see [a](src/store.ts#L12).')).toBe('see [a](../src/store.ts#L12).');
  });
});

describe('references', () => {
  it('inside evidence blocks are left alone: Casebook wrote them, and logs stay out of git', () => {
    const inside = 'WI12 at src/gone.ts:12, see [log](../logs/gone.txt)';
    const block = `<!-- casebook:begin run 20261121-140233-a3f9 -->\n${inside}\n<!-- casebook:end run 20261121-140233-a3f9 sha256:${'0'.repeat(64)} -->`;
    const rules = (text: string) => problemsOf(older(['Every order is answered.', text]), { path, surroundings }).map(({ rule }) => rule);
    expect(rules(inside)).toEqual(['work-item-not-found', 'file-not-found', 'link-broken']);
    expect(rules(block)).toEqual(['evidence-edited', 'evidence-ledger-missing']);
  });

  it('of which nothing can be said are left alone', () => {
    const blind = { ...surroundings, exists: () => undefined };
    expect(problemsOf(older(['Every order is answered.', 'WIs/WI12_gone.md, [log](../logs/gone.txt)']), { path, surroundings: blind })).toEqual([]);
  });
});

describe('paths', () => {
  it('are taken from a folder, and never lead out of the root', () => {
    expect(fromRoot('WIs/a', '../b.md')).toBe('WIs/b.md');
    expect(fromRoot('WIs', '../../b.md')).toBeUndefined();
    expect(fromRoot('', 'a\\b.ts')).toBe('a/b.ts');
    expect(['/etc/passwd', '~/a', 'C:/a', 'a/*.ts', '$HOME/a'].map((written) => fromRoot('', written))).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('are written from a folder', () => {
    expect(relativePath('WIs', 'src/a.ts')).toBe('../src/a.ts');
    expect(relativePath('WIs/a', 'WIs/b/c.md')).toBe('../b/c.md');
    expect(relativePath('', 'a.md')).toBe('a.md');
  });
});
