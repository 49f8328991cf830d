import { listsTheOrders } from '../scenarios/steady.mjs';
import { runCheck } from './run-check.mjs';

await runCheck('lists the orders', listsTheOrders);
