import assert from 'node:assert/strict';
import { withService } from './client.mjs';

/** Always passes: nothing here depends on what is refreshed. */
export async function listsTheOrders() {
  await withService(async (ask) => {
    const { status, body } = await ask('GET', '/orders');
    assert.equal(status, 200, `GET /orders answered ${status}`);
    assert.deepEqual(body, { orders: ['1001', '1002', '1003'] });
  });
}
