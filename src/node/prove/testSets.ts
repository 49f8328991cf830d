/** The lists of executed tests that lie in a run's folder. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { TestSets } from '../../core/prove/executed.js';
import { errorCode } from '../errorCode.js';

const names = v.array(v.string());

/** Reads each list once; one that is gone or damaged is not known. */
export function testSetsOf(folder: string): TestSets {
  const known = new Map<string, ReadonlySet<string> | undefined>();
  return (id) => {
    if (!known.has(id)) known.set(id, read(path.join(folder, 'tests', `${id}.json`)));
    return known.get(id);
  };
}

function read(file: string): ReadonlySet<string> | undefined {
  try {
    const parsed = v.safeParse(names, JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? new Set(parsed.output) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return undefined;
    throw error;
  }
}
