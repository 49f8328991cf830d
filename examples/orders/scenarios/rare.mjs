import assert from 'node:assert/strict';
import { withService } from './client.mjs';

/** Fails about one time in thirty: one of the thirty products is being counted at any time. */
export async function tellsTheStockDuringARecount() {
  await withService(async (ask) => {
    const { status, body } = await ask('GET', '/stock/kettle');
    assert.equal(status, 200, `GET /stock/kettle answered ${status}: ${body.error}`);
    assert.equal(body.name, 'Kettle');
  });
}
