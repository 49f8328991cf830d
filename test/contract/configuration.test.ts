/** docs/configuration.md against what there is to configure. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../src/core/config.js';
import { DEFAULT_SETTINGS } from '../../src/vscode/defaultSettings.js';
import { SETTINGS, SETTINGS_SECTION } from '../../src/vscode/ids.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

const project = new URL('../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, project), 'utf8');
const rows = Array.from(read('docs/configuration.md').matchAll(/^\| `([^`]+)` \| (.*?) \| .+ \|$/gm), ([, key = '', value = '']) => ({ key, value }));
const settings = rows.filter(({ key }) => key.startsWith(`${SETTINGS_SECTION}.`));

/** As in `Config`: some keys group others. What is below these is one value. */
function keysOf({ properties = {} }: Schema): string[] {
  return Object.entries(properties).flatMap(([name, inner]) => (inner.properties ? Object.keys(inner.properties).map((key) => `${name}.${key}`) : [name]));
}

/** `undefined` where the document tells the default in words. */
function told(value: string): unknown {
  const literal = /^`([^`]+)`$/.exec(value)?.[1];
  return literal === undefined ? undefined : JSON.parse(literal);
}

test('each key of .casebook/config.json has a row, and each row a key', () => {
  const keys = keysOf(JSON.parse(read('src/core/config.schema.json')) as Schema).filter((key) => key !== '$schema');
  expect(keys).toContain('redaction.deny');
  expect(rows.map(({ key }) => key).filter((key) => !key.startsWith(`${SETTINGS_SECTION}.`)).sort()).toEqual(keys.sort());
});

test('each setting of the editor has a row, and each row a setting', () => {
  expect(settings.map(({ key }) => key).sort()).toEqual(Object.values(SETTINGS).map((id) => `${SETTINGS_SECTION}.${id}`).sort());
});

test('a default that a row tells is the one that holds', () => {
  const defaults = Object.fromEntries([
    ...Object.entries(SETTINGS).map(([name, id]): [string, unknown] => [`${SETTINGS_SECTION}.${id}`, (DEFAULT_SETTINGS as unknown as Record<string, unknown>)[name]]),
    ...Object.entries(DEFAULT_CONFIG).flatMap(([name, value]: [string, unknown]): [string, unknown][] =>
      Array.isArray(value) ? [[name, value]] : Object.entries(value as Record<string, unknown>).map(([inner, one]) => [`${name}.${inner}`, one]),
    ),
  ]);
  const literal = rows.map(({ key, value }) => ({ key, value: told(value) })).filter(({ value }) => value !== undefined);
  expect(literal.length).toBeGreaterThan(8);
  expect(literal).toEqual(literal.map(({ key }) => ({ key, value: defaults[key] })));
});
