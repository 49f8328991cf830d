import { describe, expect, it } from 'vitest';
import { severityOf } from '../../../../src/core/evidence/logs/severity.js';

describe('a record says how bad it is', () => {
  it.each([
    'not ok 1 - the price list is loaded',
    'not ok 12',
    '--- FAIL: TestParallel (0.02s)',
    '[  FAILED  ] Orders.AreSaved (3 ms)',
    'FAILED test/test_orders.py::test_saved - AssertionError: 1 != 2',
    'FAIL  test/orders.test.ts > orders > are saved',
    'AssertionError [ERR_ASSERTION]: 1 == 2',
    'ERROR audit-store Failed to write audit batch',
  ])('%s: a failure', (message) => {
    expect(severityOf(message)).toBe('failure');
  });

  it.each([
    'not ok 3 - is written later # TODO',
    'not ok 4 - on Windows only # SKIP',
    'ok 1 - the price list is loaded',
    '# fail 1',
    'FAILED (failures=1)',
    '[  FAILED  ] 1 test, listed below:',
    'failed over to the second replica',
    'not ok, said the server',
  ])('%s: none of its own', (message) => {
    expect(severityOf(message)).toBe('other');
  });
});
