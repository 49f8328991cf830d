import { test } from 'vitest';
import { roundsHalfACentUp } from '../scenarios/rounding.mjs';

test('rounds half a cent up', roundsHalfACentUp);
