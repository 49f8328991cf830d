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

describe('the bundle of the command line', () => {
  it('starts with one file beside its entry, and a probe needs no further but a list of what it takes from there', () => {
    expect([...closure('casebook.mjs')]).toEqual(['casebook.mjs', 'chunks/startup.mjs']);
    const probe = readdirSync(path.join(CLI, 'chunks')).find((name) => name.startsWith('probe-') && read(`chunks/${name}`).includes(' as verb'));
    expect([...closure(`chunks/${probe ?? 'none'}`)]).toEqual([`chunks/${probe ?? 'none'}`, 'chunks/startup.mjs']);
  });

  // The lists of what is secret are state of a module: a second copy of it would know none of them.
  it('has each module once: no other file holds what was merged', () => {
    const files = ['casebook.mjs', ...readdirSync(path.join(CLI, 'chunks')).map((name) => `chunks/${name}`)];
    // Of the shapes of secrets, of targets, and of commander.
    for (const mark of ['(?<![a-z0-9])_auth', 'is not HOST:PORT; the port is a number', 'display help for command']) expect([mark, files.filter((file) => read(file).includes(mark))]).toEqual([mark, ['chunks/startup.mjs']]);
  });
});
