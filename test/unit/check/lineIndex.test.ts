import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../../src/core/check/lineIndex.js';
import { positionAt } from '../../../src/core/workItem/text.js';

describe('the index of lines', () => {
  it('gives the position of every offset that a scan from the start gives', () => {
    const texts = fc.array(fc.constantFrom('a', '\n', '\r\n', '\r', 'bc', '\u{1f41b}'), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.boolean(), (body, mark) => {
        fc.pre(!mark || body !== '');
        const text = `${mark ? '\ufeff' : ''}${body}`;
        const index = new LineIndex(text);
        for (let offset = mark ? 1 : 0; offset <= text.length; offset += 1) {
          // Between the two characters of a line ending there is no position.
          if (text[offset - 1] === '\r' && text[offset] === '\n') continue;
          expect(index.positionAt(offset), JSON.stringify([text, offset])).toEqual(positionAt(text, offset));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
