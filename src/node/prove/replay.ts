/** Making a run again as it was made before. */
import { stat } from 'node:fs/promises';
import { isMasked, redact } from '../../core/evidence/redact.js';
import type { RunPlan } from '../../core/run/plan.js';
import { advised, Refusal } from '../../core/refusal.js';
import type { RunFile } from '../run/records.js';

/**
 * The plan of a run for another one: the same mode, with so many attempts, from a new seed.
 * @param given variables as the user gives them again: those that the ledger holds masked
 * @throws Refusal `usage` if a masked variable is missing or another one, or the folder is gone
 */
export async function replayPlan(run: RunFile, attempts: number, given: Readonly<Record<string, string>>): Promise<RunPlan> {
  const info = await stat(run.cwd).catch(() => undefined);
  if (!info?.isDirectory()) throw new Refusal('usage', `The folder ${run.cwd}, in which run ${run.id} was made, is gone: make a new baseline where the sources lie now.`);
  const plan: { -readonly [K in keyof RunPlan]: RunPlan[K] } = { ...run.plan, attempts };
  // The same seeds again would prove something of these seeds only.
  delete plan.shuffleSeed;
  delete plan.forMs;
  delete plan.untilFailures;
  const environment = environmentOf(run, plan.environment ?? {}, given);
  if (plan.environment !== undefined) plan.environment = environment;
  return plan;
}

function environmentOf({ id }: RunFile, recorded: Readonly<Record<string, string>>, given: Readonly<Record<string, string>>): Record<string, string> {
  const other = Object.keys(given).find((name) => recorded[name] === undefined);
  if (other !== undefined) throw new Refusal('usage', `Run ${id} did not set ${other}, and a run in another environment proves nothing: leave it out, or make a new baseline with it.`);
  return Object.fromEntries(
    Object.entries(recorded).map(([name, value]) => {
      const again = given[name];
      if (again === undefined) {
        if (isMasked(value)) throw advised('usage', `Run ${id} set ${name} to a secret, which the ledger does not hold`, { terminal: `give it again with \`--env ${name}=…\``, editor: `verify in a terminal, with \`casebook verify --baseline ${id} --env ${name}=…\`` });
        return [name, value];
      }
      // Of a secret the ledger holds no more than that it was one: whether it is the same cannot be seen.
      if (again !== value && !(isMasked(value) && isMasked(redact(`${name}=${again}`)))) throw new Refusal('usage', `Run ${id} set ${name} to another value, and a run in another environment proves nothing: give the same one, or make a new baseline.`);
      return [name, again];
    }),
  );
}
