import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reportOfText } from '../../../../src/core/evidence/logs/ofText.js';

describe('a text that was copied from a log', () => {
  it('tells what there is to know about it beside what was found', () => {
    const text = '2026-11-21T10:00:05Z ERROR refused\n';
    const { files } = reportOfText({ name: 'output of make', text, notes: ['The command printed more: this is the end of it.'], zone: 0, takenAt: Date.UTC(2026, 10, 21) }, (all) => createHash('sha256').update(all).digest('hex'));
    expect(files[0]?.notes).toContain('The command printed more: this is the end of it.');
  });
});
