import { expect, test } from 'vitest';
import { readTexts, translationsOf, writeTexts } from '../../../src/protocol/texts.js';

test('what is written is read, character by character', () => {
  const bundle = { 'Run Again': 'Erneut </script> "\'&\u2028\ud83d\ude00', Attempts: '試行' };
  expect(Object.fromEntries(readTexts(writeTexts(translationsOf(bundle))))).toEqual(bundle);
});

test('without translations nothing is written, and nothing is read', () => {
  expect([undefined, null, {}, 'text', 7, { Attempts: '' }].map((bundle) => writeTexts(translationsOf(bundle)))).toEqual(Array.from({ length: 6 }));
  expect([undefined, '', '{', 'null', '[]', '7'].map((written) => readTexts(written).size)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('what is no text, and what is longer or more than a panel can show, is left out', () => {
  expect([...translationsOf({ a: 'x', b: 7, c: null, d: { message: 'x' }, e: 'x'.repeat(501), f: 'x'.repeat(500) }).keys()]).toEqual(['a', 'f']);
  expect(translationsOf(Object.fromEntries(Array.from({ length: 9_000 }, (_, index) => [`text ${index}`, 'x']))).size).toBe(5_000);
});

test('names of what every object has are names like others', () => {
  const read = readTexts('{"__proto__":"x","constructor":"y"}');
  expect([read.get('__proto__'), read.get('constructor'), read.get('toString')]).toEqual(['x', 'y', undefined]);
  expect(Object.prototype.hasOwnProperty.call({}, 'x')).toBe(false);
});
