import { tellsTheStockDuringARecount } from '../scenarios/rare.mjs';
import { runCheck } from './run-check.mjs';

await runCheck('tells the stock of a product during a recount', tellsTheStockDuringARecount);
