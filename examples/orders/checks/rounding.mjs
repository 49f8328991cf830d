import { roundsHalfACentUp } from '../scenarios/rounding.mjs';
import { runCheck } from './run-check.mjs';

await runCheck('rounds half a cent up', roundsHalfACentUp);
