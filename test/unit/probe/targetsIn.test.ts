import { describe, expect, test } from 'vitest';
import { targetsIn } from '../../../src/core/probe/targetsIn.js';

const found = (text: string) => targetsIn(text).map(({ start, end, target }) => {
  expect(text.slice(start, end)).toBe(target);
  return target;
});

describe('targets in a text', () => {
  test.each([
    ['curl http://127.0.0.1:8080/health. Then nothing', ['http://127.0.0.1:8080/health']],
    ['connect ECONNREFUSED 127.0.0.1:8080', ['127.0.0.1:8080']],
    ['connect ECONNREFUSED [::1]:8080, then localhost:80', ['[::1]:8080', 'localhost:80']],
    ['(see `wss://[::1]:443/feed?x=1`) and "grpc://host:50051/orders"', ['wss://[::1]:443/feed?x=1', 'grpc://host:50051/orders']],
    ['https://user:secret@example.test/a|b', ['https://user:secret@example.test/a']],
    ['**http://a.test/x**', ['http://a.test/x']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test.each([
    'src/store.ts:12 and store.mjs:3-9', 'http://HOST:PORT/PATH', 'http://{host}:{port}/', 'https://$HOST/', '[page](https://example.test/a) <https://example.test/b>', 'at 12:30 on 2026-11-21T14:02:33',
    '127.0.0.1:8080:12', '999.1.1.1:80', '127.0.0.1:99999', 'ftp://example.test/', 'version 1.2.3.4', 'name:8080',
  ])('none in %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});
