/** The test runner inside the extension host: `test(name, body)` as in any other runner, one after the other. */
import { performance } from 'node:perf_hooks';
import type { InsideEvent } from '../runner-extension/events.js';

/** A test gets a signal that aborts when its time is over; pass it on to whatever waits. */
type Body = (signal: AbortSignal) => Promise<void> | void;

interface Test {
  readonly name: string;
  readonly body: Body;
  readonly timeoutMs: number;
}

const tests: Test[] = [];

/**
 * Registers a test.
 * @param options.timeoutMs ends a test that hangs (default 90 s); nothing may be asserted about time
 */
export function test(name: string, body: Body, { timeoutMs = 90_000 }: { timeoutMs?: number } = {}): void {
  tests.push({ name, body, timeoutMs });
}

/** Runs the registered tests in order. A failing test does not keep the next from running. */
export async function run(report: (event: InsideEvent) => void): Promise<void> {
  for (const { name, body, timeoutMs } of tests) {
    report({ event: 'start', name });
    const started = performance.now();
    try {
      await within(body, timeoutMs);
      report({ event: 'pass', name, durationMs: performance.now() - started });
    } catch (error) {
      report({ event: 'fail', name, durationMs: performance.now() - started, stack: stackOf(error) });
    }
  }
}

async function within(body: Body, timeoutMs: number): Promise<void> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`The test did not end within ${timeoutMs} ms.`);
      controller.abort(error);
      reject(error);
    }, timeoutMs);
  });
  try {
    await Promise.race([body(controller.signal), timedOut]);
  } finally {
    clearTimeout(timer);
  }
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? '';
  // The extension host formats stacks itself, and some of its errors come without their message.
  return stack.includes(error.message) ? stack : `${error.name}: ${error.message}\n${stack}`;
}
