import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../src/core/config.js';
import { parseConfig } from '../../src/core/parseConfig.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly default?: unknown;
}

const schema = JSON.parse(readFileSync('src/core/config.schema.json', 'utf8')) as Schema;

describe('the configuration', () => {
  it('has its defaults where nothing is said', () => {
    expect(parseConfig('{}')).toEqual({ config: DEFAULT_CONFIG });
    expect(parseConfig('\ufeff{"workItems":{"folders":["docs"]}}')).toEqual({ config: { ...DEFAULT_CONFIG, workItems: { ...DEFAULT_CONFIG.workItems, folders: ['docs'] } } });
  });

  it.each([
    ['{"workItem":{}}', /workItem/],
    ['{"workItems":{"folders":[]}}', /workItems\.folders/],
    ['{"workItems":{"folders":["/etc"]}}', /inside the workspace/],
    ['{"workItems":{"template":"../x"}}', /name of a template/],
    ['{"environment":["A B"]}', /environment\.0/],
    ['{"check":{"rules":{"phase-ordre":"off"}}}', /phase-ordre/],
    ['{"check":{"rules":{"phase-order":"fatal"}}}', /phase-order.*must be one of off, error, warning, hint/],
    ['{"check":{"rule":{}}}', /check\.rule/],
    ['{"run":{"collectors":[{"name":"x"}]}}', /run\.collectors\.0: must have either a command or a file/],
    ['{"run":{"collectors":[{"name":"x","command":"a","file":"b"}]}}', /either a command or a file/],
    ['{"run":{"collectors":[{"name":"x","command":"a","timeout":"5"}]}}', /run\.collectors\.0\.timeout: must be a duration up to 10m/],
    ['{"tests":[{"files":"**/*"}]}', /tests\.0\.command/],
    ['{"resultFiles":["../*.xml"]}', /resultFiles\.0: must be a path inside the workspace/],
    ['[]', /./],
    ['nonsense', /not valid JSON/],
  ])('says what is wrong with %s', (text, message) => {
    expect(parseConfig(text)).toEqual({ problem: expect.stringMatching(message) as string });
  });

  it('gives collectors a time and a size', () => {
    expect(parseConfig('{"run":{"collectors":[{"name":"a","command":"b"},{"name":"c","file":"d","timeout":"1.5s","maxBytes":7}]}}')).toMatchObject({
      config: { run: { collectors: [{ name: 'a', command: 'b', timeoutMs: 10_000, maxBytes: 1_048_576 }, { name: 'c', file: 'd', timeoutMs: 1_500, maxBytes: 7 }] } },
    });
  });

  it('keeps only the rules that it names', () => {
    expect(parseConfig('{"check":{"rules":{"phase-order":"off","unclosed-fence":"error"}}}')).toMatchObject({ config: { check: { rules: { 'phase-order': 'off', 'unclosed-fence': 'error' } } } });
    expect(parseConfig('{"check":{}}')).toEqual({ config: DEFAULT_CONFIG });
  });

  it('is described to editors with the settings and the defaults that it has', () => {
    const full = { $schema: 'x', workItems: { folders: ['WIs'], template: 'bug-fix', closedWords: ['done'], phaseWords: { Design: ['sketch*'] } }, check: { rules: { 'phase-order': 'off' } }, run: { results: ['reports/*.xml'], collectors: [{ name: 'ps', command: 'docker ps', timeout: '5s', maxBytes: 1000 }] }, redaction: { allow: ['sha256:0f', '/build-[a-z0-9]{1,20}/'], deny: ['/acme-[0-9]{4,8}/i'] }, tests: [{ files: '**/*.test.ts', command: 'npx vitest run {file} -t {name}', cwd: 'web' }], resultFiles: ['out/*.xml'], environment: ['CI'] };
    expect(parseConfig(JSON.stringify(full))).toHaveProperty('config');
    expect(Object.keys(schema.properties ?? {}).sort()).toEqual(Object.keys(full).sort());
    const items = schema.properties?.['workItems']?.properties ?? {};
    expect(Object.keys(items).sort()).toEqual(Object.keys(full.workItems).sort());
    expect(items['folders']?.default).toEqual(DEFAULT_CONFIG.workItems.folders);
    expect(items['template']?.default).toBe(DEFAULT_CONFIG.workItems.template);
  });
});
