import { expect, test } from 'vitest';
import { parseConfig } from '../../src/core/parseConfig.js';
import { withTestCommand } from '../../src/core/configEdit.js';

const COMMAND = { files: '**/*.test.ts', command: 'npx vitest run {file} -t {name}' };

function added(text: string | undefined): string {
  const result = withTestCommand(text, COMMAND);
  return 'text' in result ? result.text : `problem: ${result.problem}`;
}

test('a configuration that is not there is made', () => {
  const text = added(undefined);
  expect(parseConfig(text)).toMatchObject({ config: { tests: [COMMAND] } });
  expect(text.endsWith('}\n')).toBe(true);
});

test('everything else stays as it was written', () => {
  const before = '\ufeff{\r\n    "workItems":   { "folders": [ "docs" ] }\r\n}';
  const after = added(before);
  expect(after).toBe(`\ufeff{
    "workItems":   { "folders": [ "docs" ] },
    "tests": [
        {
            "files": "**/*.test.ts",
            "command": "npx vitest run {file} -t {name}"
        }
    ]
}`.replaceAll('\n', '\r\n'));
  expect(parseConfig(after)).toMatchObject({ config: { tests: [COMMAND], workItems: { folders: ['docs'] } } });
});

const OTHER = { files: '**/*', command: 'make {file}' };

test.each([
  ['{}'],
  ['{ }\n'],
  ['{"environment":["A"]}'],
  ['{\n\t"environment": ["A"]\n}\n'],
  ['{"tests":[]}'],
  [`{ "tests": [ ${JSON.stringify(OTHER)} ], "environment": [] }`],
  [JSON.stringify({ tests: [OTHER], environment: ['A'] }, undefined, 2)],
])('into %j it is added as the first, and nothing is lost', (before) => {
  const read = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;
  const old = read(before);
  expect(read(added(before))).toEqual({ ...old, tests: [COMMAND, ...((old['tests'] as unknown[] | undefined) ?? [])] });
});

test('a text that cannot be used is left alone', () => {
  expect(added('{ "tests": ')).toMatch(/^problem: it is not valid JSON/);
  expect(added('{ "tests": 1 }')).toMatch(/^problem: tests/);
});
