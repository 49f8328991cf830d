import { test } from 'vitest';
import { tellsTheStockDuringARecount } from '../scenarios/rare.mjs';

test('tells the stock of a product during a recount', tellsTheStockDuringARecount);
