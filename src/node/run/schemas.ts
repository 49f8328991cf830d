/** The parts that records of runs and of probes have in common, and how a record is checked. */
import * as v from 'valibot';
import { isRunId } from '../../core/run/id.js';

/** Whether the block of a run or probe stands in its work item. */
export interface WriteBack {
  readonly state: 'pending' | 'written';
  /** Path relative to the root, `/` between its parts. */
  readonly workItem: string;
  /** ISO 8601, UTC, ms. */
  readonly at: string;
}

export const short = v.pipe(v.string(), v.maxLength(1_000));
export const path = v.pipe(v.string(), v.maxLength(32_768));
export const stamp = v.pipe(v.string(), v.maxLength(40), v.check((text) => !Number.isNaN(Date.parse(text)), 'is no time'));
export const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** ms */
export const duration = v.pipe(v.number(), v.finite(), v.minValue(0));
export const runId = v.pipe(v.string(), v.check(isRunId, 'is no id of a run'));
export const host = v.object({ name: short, platform: short, release: short, arch: short, node: short, cpus: natural });
/** The state of the sources. */
export const git = v.object({
  commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/)),
  branch: v.exactOptional(short),
  dirty: v.boolean(),
  diffHash: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  prefix: v.exactOptional(path),
});
export const writeBack = v.object({ state: v.picklist(['pending', 'written']), workItem: path, at: stamp });

/** A value, or what is wrong with it, in a few words. */
export type Checked<T> = { readonly value: T } | { readonly problem: string };

export function check<T>(schema: v.GenericSchema<unknown, T>, value: unknown): Checked<T> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return { value: parsed.output };
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  return { problem: place === null ? issue.message : `${place}: ${issue.message}` };
}

/** The `schema` of a record of any version; undefined if it has none. */
export function schemaOf(value: unknown): number | undefined {
  const parsed = v.safeParse(v.object({ schema: natural }), value);
  return parsed.success ? parsed.output.schema : undefined;
}

/** The `kind` of a folder under `runs`; undefined if it has none. */
export function kindOf(value: unknown): string | undefined {
  const parsed = v.safeParse(v.object({ kind: short }), value);
  return parsed.success ? parsed.output.kind : undefined;
}
