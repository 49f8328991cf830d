import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { Journal } from '../src/journal.mjs';
import { withService } from './client.mjs';

/** The defect: one fixed file for every run of this test in this folder. */
const JOURNAL = new URL('../var/journal.ndjson', import.meta.url);
const ORDERS = 20;
/** Milliseconds between two customers; the orders span most of the run, so that two runs at once overlap. */
const ARRIVAL_MS = 5;

/** Passes alone, fails while another run of it is under way. */
export async function journalsEveryOrder() {
  const references = Array.from({ length: ORDERS }, (_, index) => `${process.pid}-${index + 1}`);
  await withService(
    async (ask) => {
      for (const reference of references) {
        const { status } = await ask('POST', '/orders', { reference });
        assert.equal(status, 201, `POST /orders answered ${status}`);
        await setTimeout(ARRIVAL_MS);
      }
    },
    { journalFile: JOURNAL },
  );
  const journaled = (await new Journal(JOURNAL).entries()).map((entry) => entry.reference);
  const own = journaled.filter((reference) => references.includes(reference)).length;
  const foreign = journaled.length - own;
  assert.ok(own === ORDERS && foreign === 0, `the journal holds ${own} of the ${ORDERS} orders placed, and ${foreign} that were not placed`);
}
