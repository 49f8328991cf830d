import { test } from 'vitest';
import { pricesAnOrderDuringARefresh } from '../scenarios/race.mjs';

test('prices an order during a refresh of the price list', pricesAnOrderDuringARefresh);
