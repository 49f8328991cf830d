import { test } from 'vitest';
import { listsTheOrders } from '../scenarios/steady.mjs';

test('lists the orders', listsTheOrders);
