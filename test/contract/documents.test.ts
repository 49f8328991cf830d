/** The documents are whole: no remains of a merge, and no link that leads nowhere. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const project = fileURLToPath(new URL('../../', import.meta.url));

const documents = [...readdirSync(project), ...readdirSync(path.join(project, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => path.join('docs', name)), 'examples/orders/README.md', 'test/host/README.md'].filter((name) => name.endsWith('.md'));

/** What stands behind `](`, outside of code. */
function linksOf(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target).filter((target) => !/^[a-z]+:/.test(target));
}

/** As the pages of git hosts make them. */
function anchorsOf(text: string): string[] {
  return Array.from(text.matchAll(/^#{1,6} (.+)$/gm), ([, title = '']) => title.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}

describe('the documents', () => {
  it('are found', () => expect(documents.length).toBeGreaterThan(60));

  it.each(documents)('%s links to what is there', (name) => {
    const text = readFileSync(path.join(project, name), 'utf8');
    for (const link of linksOf(text)) {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path.join(project, name) : path.join(project, path.dirname(name), file);
      expect(existsSync(target), `${name} links to ${link}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(readFileSync(target, 'utf8')), `${name} links to ${link}`).toContain(anchor);
    }
  });

  it('and no other file of the project hold what a merge left behind', () => {
    const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: project, encoding: 'utf8' }).split('\0').filter((name) => /\.(?:md|m?[tj]s|cjs|json|css|wat|sh|yml)$|^\.ci\//.test(name) && existsSync(path.join(project, name)));
    expect(tracked).toContain('README.md');
    expect(tracked.filter((name) => /^(?:<{7} |>{7} |\|{7} )/m.test(readFileSync(path.join(project, name), 'utf8')))).toEqual([]);
  });
});
