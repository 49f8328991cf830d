import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const sources = new URL('../../src/vscode/', import.meta.url);

test('only modal questions are shown past the setting for notifications', () => {
  const calls = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'adapters/notify.ts')
    .flatMap((file) => readFileSync(new URL(file, sources), 'utf8').split('\n').map((line) => ({ file, line: line.trim() })))
    .filter(({ line }) => /show(?:Information|Warning|Error)Message/.test(line));
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.filter(({ line }) => !line.includes('{ modal: true, '))).toEqual([]);
});
