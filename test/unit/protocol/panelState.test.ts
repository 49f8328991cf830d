import { expect, test } from 'vitest';
import { parsePanelState } from '../../../src/protocol/panelState.js';

const run = '20261121-140233-a3f9';

test('takes what a panel keeps, whole or in part', () => {
  expect(parsePanelState({ run })).toEqual({ run });
  expect(parsePanelState({ run, against: run, tables: ['Attempts'] })).toEqual({ run, against: run, tables: ['Attempts'] });
  expect(parsePanelState({ run, cursor: 41, scroll: 120.5 })).toEqual({ run, cursor: 41, scroll: 120.5 });
});

test('refuses what no panel kept', () => {
  for (const value of [undefined, null, 7, {}, { run: '../x' }, { run, cursor: -1 }, { run, scroll: Infinity }, { run, against: '../x' }, { run, tables: 'Attempts' }]) expect(parsePanelState(value)).toBeUndefined();
});
