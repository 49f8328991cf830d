/** Reads what samplers answered, and what follows from it. */
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { correlate, MAX_SAMPLE_LINE, type DuringFinding, type Sample } from '../../core/run/during.js';
import { LEDGER_SCHEMA, type RunHeader } from '../../core/run/events.js';
import { errorCode } from '../errorCode.js';
import { readAttempts } from './attemptLines.js';
import { SAMPLES_FILE } from './folders.js';
import { check, duration, short, stamp } from './schemas.js';

const sample = v.object({
  schema: v.literal(LEDGER_SCHEMA),
  sampler: short,
  at: stamp,
  durationMs: duration,
  exitCode: v.nullable(v.pipe(v.number(), v.safeInteger())),
  line: v.pipe(v.string(), v.maxLength(MAX_SAMPLE_LINE)),
});

/** Samples that are read: more than are ever written. */
const MAX_SAMPLES = 2_000_000;

/** What the samplers of a run say of its attempts; empty where there is none. @param folder the run's */
export async function duringOf(folder: string, { plan }: Pick<RunHeader, 'plan'>): Promise<DuringFinding[]> {
  const samplers = plan.during ?? [];
  if (samplers.length === 0) return [];
  return correlate(samplers.map(({ name }) => name), await readSamples(folder), (await readAttempts(folder)).attempts);
}

/** What is no sample is left out: the last line of a run that was killed may be torn. */
async function readSamples(folder: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  const input = createReadStream(path.join(folder, SAMPLES_FILE), 'utf8');
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      const found = parsed(line);
      if (found && samples.length < MAX_SAMPLES) samples.push(found);
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  } finally {
    input.destroy();
  }
  return samples;
}

function parsed(line: string): Sample | undefined {
  try {
    const checked = check(sample, JSON.parse(line));
    return 'problem' in checked ? undefined : checked.value;
  } catch {
    return undefined;
  }
}
