import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** Where the command line lies, bundled. */
const CLI = path.resolve(import.meta.dirname, '../../dist/cli');
const read = (file: string): string => readFileSync(path.join(CLI, file), 'utf8');

/** Names of the files that a file imports statically, or hands on from. */
const importsOf = (file: string): string[] => [...read(file).matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[^"'()]*?\bfrom\s*)?"(\.[^"]+)"/g)].map(([, name = '']) => path.join(path.dirname(file), name));

/** All files that are loaded with one. */
function closure(file: string): Set<string> {
  const found = new Set([file]);
  for (const each of found) for (const name of importsOf(each)) found.add(name);
  return found;
}

/** The chunk of a verb. */
const chunkOf = (verb: string): string => readdirSync(path.join(CLI, 'chunks')).find((name) => name.startsWith(`${verb}-`) && read(`chunks/${name}`).includes(' as verb')) ?? 'none';

describe('the bundle of the command line', () => {
  it('starts with one file beside its entry, CommonJS both, and a probe needs no further', () => {
    expect(readdirSync(CLI).filter((name) => /^casebook|^main/.test(name))).toEqual(['casebook.cjs']);
    const required = (file: string): string[] => [...read(file).matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name).filter((name) => !name.startsWith('node:'));
    expect(required('casebook.cjs')).toEqual([]);
    expect(required('chunks/startup.cjs')).toEqual(['./later.cjs']);
    expect(read('casebook.cjs')).toContain('"startup.cjs"');
    expect([...closure(`chunks/${chunkOf('probe')}`)]).toEqual([`chunks/${chunkOf('probe')}`, 'chunks/startup.mjs']);
    expect(read('chunks/startup.cjs')).not.toContain(`"./${chunkOf('probe')}"`);
    expect(read('chunks/startup.cjs')).toContain(`later("./${chunkOf('run')}")`);
  });

  // Kept code is found by the name of what was compiled: the length is all that V8 compares.
  it('knows what it starts by its hash', () => {
    expect(read('casebook.cjs')).toContain(createHash('sha256').update(readFileSync(path.join(CLI, 'chunks/startup.cjs'))).digest('hex').slice(0, 16));
  });

  // The lists of what is secret are state of a module: a second copy of it would know none of them.
  it('has each module once: no other file holds what was merged', () => {
    const files = ['casebook.cjs', ...readdirSync(path.join(CLI, 'chunks')).map((name) => `chunks/${name}`)];
    // Of the shapes of secrets, of targets, and of commander.
    for (const mark of ['(?<![a-z0-9])_auth', 'is not HOST:PORT; the port is a number', 'display help for command']) expect([mark, files.filter((file) => read(file).includes(mark))]).toEqual([mark, ['chunks/startup.cjs']]);
  });
});
