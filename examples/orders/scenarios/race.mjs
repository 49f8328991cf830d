import assert from 'node:assert/strict';
import { withService } from './client.mjs';

/** Fails about one time in four: one of the four regions is without prices at any time. */
export async function pricesAnOrderDuringARefresh() {
  await withService(async (ask) => {
    const { status, body } = await ask('GET', '/orders/1001');
    assert.equal(status, 200, `GET /orders/1001 answered ${status}: ${body.error}`);
    assert.equal(body.totalCents, 8270);
  });
}
