import { test } from 'vitest';
import { journalsEveryOrder } from '../scenarios/parallel.mjs';

test('journals every order', journalsEveryOrder);
