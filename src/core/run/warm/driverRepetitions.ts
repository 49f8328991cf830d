/** What our drivers inside a framework print between its output: a line that begins with a mark that only this process and we know. */
import { asObject, asText } from '../formats/json.js';
import type { FoundTests } from '../tests/found.js';
import { INSIDE, type DriverEnding, type RepetitionReader, type Sign } from './repetition.js';

/** @param mark no output holds it by chance */
export function driverRepetitions(mark: string): RepetitionReader {
  return {
    read(line) {
      if (!line.startsWith(mark)) return INSIDE;
      return signOf(line.slice(mark.length));
    },
    // Only the driver says that a repetition is over.
    complete: () => false,
    tests: () => undefined,
  };
}

function signOf(json: string): Sign {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch {
    return { kind: 'problem', problem: 'What the driver in the test process said cannot be read.' };
  }
  const said = asObject(data) ?? {};
  if (said['kind'] === 'begin') return { kind: 'begin', ours: true };
  if (said['kind'] === 'over') return { kind: 'over', ending: endingOf(said) };
  return { kind: 'problem', problem: asText(said['problem']) ?? 'The driver in the test process gave up.' };
}

function endingOf(said: Readonly<Record<string, unknown>>): DriverEnding {
  const names = strings(said['names']);
  const tests: FoundTests = {
    format: asText(said['format']) ?? 'driver',
    executed: count(said['executed']),
    failed: count(said['failed']),
    skipped: count(said['skipped']),
    failures: strings(said['failures']) ?? [],
    ...(names && { names }),
  };
  return { durationMs: duration(said['ms']), failed: said['bad'] === true || tests.failed > 0, tests };
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function duration(value: unknown): number {
  return typeof value === 'number' && value >= 0 && value < Infinity ? value : 0;
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}
