import { journalsEveryOrder } from '../scenarios/parallel.mjs';
import { runCheck } from './run-check.mjs';

await runCheck('journals every order', journalsEveryOrder);
