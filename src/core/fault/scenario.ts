/** A scenario: which faults come when, and what is expected of the client. */
import * as v from 'valibot';
import { parseDuration } from '../durationText.js';
import { plain } from '../report/untrusted.js';
import { parseAction, type Step } from './action.js';

export interface Expectations {
  /** The client notices within so many ms after the first byte that was kept back. */
  readonly detectionMs?: number;
  /** Whether it connects again. */
  readonly reconnect?: boolean;
  /** Traffic flows again within so many ms after the last healing; so long is waited for it. */
  readonly recoveryMs: number;
  /** Whether bytes that were sent may never arrive. */
  readonly lost?: boolean;
}

export interface Scenario {
  readonly name: string;
  readonly description: string;
  /** Times count from the start of the client, or from its first round trip. */
  readonly from: 'start' | 'traffic';
  /** In the order of their times. */
  readonly steps: readonly Step[];
  /** The client keeps its connections while there is no fault: else closing one tells nothing. */
  readonly steady: boolean;
  readonly expect: Expectations;
  /** `HOST:PORT`, where the scenario names one. */
  readonly upstream?: string;
}

/** How long is waited for traffic after the last healing where a scenario does not say, ms. */
const DEFAULT_RECOVERY_MS = 30_000;

const MAX_STEPS = 1_000;

const MAX_MS = 24 * 3_600_000;

const text = v.pipe(v.string(), v.maxLength(1_000), v.transform((value) => plain(value).replace(/\s+/g, ' ').trim()));

const time = v.pipe(
  v.string(),
  v.check((value) => (parseDuration(value) ?? Infinity) <= MAX_MS, 'is no time up to 24h: write 500ms, 3s, 2m'),
  v.transform((value) => parseDuration(value) ?? 0),
);

const action = v.pipe(
  v.string(),
  v.maxLength(200),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseAction(dataset.value);
    if (!('problem' in parsed)) return parsed;
    addIssue({ message: parsed.problem });
    return NEVER;
  }),
);

const file = v.strictObject({
  name: v.optional(text),
  description: v.optional(text),
  from: v.optional(v.picklist(['start', 'traffic'])),
  steady: v.optional(v.boolean()),
  upstream: v.optional(text),
  steps: v.pipe(v.array(v.strictObject({ at: time, do: action })), v.minLength(1, 'has no steps: write at least one, such as { at: 1s, do: hold }'), v.maxLength(MAX_STEPS)),
  expect: v.optional(v.strictObject({ detection: v.optional(time), reconnect: v.optional(v.boolean()), recovery: v.optional(time), lost: v.optional(v.boolean()) })),
});

/** What a scenario file holds, or what is wrong with it. @param fallbackName the file's name */
export function readScenario(value: unknown, fallbackName: string): Scenario | { readonly problem: string } {
  const parsed = v.safeParse(file, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const place = v.getDotPath(issue);
    return { problem: place === null ? issue.message : `${place}: ${issue.message}` };
  }
  const { name, description, from, steady, upstream, steps, expect = {} } = parsed.output;
  return {
    name: name ?? plain(fallbackName),
    description: description ?? '',
    from: from ?? 'traffic',
    steady: steady ?? true,
    ...(upstream !== undefined && { upstream }),
    steps: steps.map(({ at, do: done }) => ({ atMs: at, action: done })).sort((a, b) => a.atMs - b.atMs),
    expect: {
      recoveryMs: expect.recovery ?? DEFAULT_RECOVERY_MS,
      ...(expect.detection !== undefined && { detectionMs: expect.detection }),
      ...(expect.reconnect !== undefined && { reconnect: expect.reconnect }),
      ...(expect.lost !== undefined && { lost: expect.lost }),
    },
  };
}
