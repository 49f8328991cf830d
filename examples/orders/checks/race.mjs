import { pricesAnOrderDuringARefresh } from '../scenarios/race.mjs';
import { runCheck } from './run-check.mjs';

await runCheck('prices an order during a refresh of the price list', pricesAnOrderDuringARefresh);
