import { describe, expect, it } from 'vitest';
import { around, found, FRESH, sha256 } from './support.js';

const RUN = '20261121-140233-a3f9';
const body = '**3 of 100 attempts failed.**';
const block = (id = RUN) => `<!-- casebook:begin run ${id} -->\n${body}\n<!-- casebook:end run ${id} sha256:${sha256(body)} -->`;
const with_ = (text: string) => `${FRESH}\n${text}\n`;

describe('evidence-edited', () => {
  it('finds a block that was edited by hand', () => {
    expect(found('evidence-edited', with_(block()))).toEqual([]);
    expect(found('evidence-edited', with_(block()).replaceAll('\n', '\r\n'))).toEqual([]);
    expect(found('evidence-edited', with_(block().replace('3 of', '0 of')))).toEqual([expect.stringMatching(/^error: The run block 20261121-140233-a3f9 was edited by hand/)]);
  });
});

describe('evidence-marker', () => {
  it('finds a marker without its partner', () => {
    expect(found('evidence-marker', with_(block()))).toEqual([]);
    expect(found('evidence-marker', with_(block().replace(/\n<!-- casebook:end.*$/, '')))).toEqual([expect.stringMatching(/^error: The begin marker/)]);
  });
});

describe('evidence-ledger-missing', () => {
  it('finds a block whose run is gone', () => {
    expect(found('evidence-ledger-missing', with_(block()), { surroundings: around({}) })).toEqual([expect.stringMatching(/^error: The ledger of run 20261121-140233-a3f9 is gone/)]);
    expect(found('evidence-ledger-missing', with_(block(`${RUN}/errors`)), { surroundings: around({}) })).toHaveLength(1);
  });

  it('says nothing where the ledger is there, and where it cannot be said', () => {
    expect(found('evidence-ledger-missing', with_(`${block()}\n\n${block(`${RUN}/errors`)}`), { surroundings: around({ ledgers: [RUN] }) })).toEqual([]);
    expect(found('evidence-ledger-missing', with_(block()), { surroundings: { ...around({}), hasLedger: () => undefined } })).toEqual([]);
    expect(found('evidence-ledger-missing', with_(block()))).toEqual([]);
  });
});
