/** Errors of Node that were printed with their stack: uncaught ones, and those of node:test's spec reporter and of mocha. */
import { CAUSE, causesOf, frameOf, framesOf } from './nodeStack.js';
import { blockFrom, errorHeader, indentOf, withDetail } from './text.js';
import { MAX_BLOCK, type Failure, type FailureFormat } from './types.js';

/** An error with its stack: the last one that was printed, since earlier ones may have been handled. */
export const nodeError: FailureFormat = (lines) => {
  for (let end = lines.length - 1; end >= 0; end--) {
    if (frameOf(lines[end] ?? '') && !frameOf(lines[end - 1] ?? '')) {
      const index = headerBefore(lines, end);
      if (index !== undefined) return thrown(lines, index, end);
    }
  }
  return undefined;
};

/** How far above its first frame an error's type may stand: its message and a diff lie between. */
const MAX_MESSAGE = 60;

/** The index of the line with the type of the error whose first frame stands at `frame`; undefined for a cause, which is part of another error. */
function headerBefore(lines: readonly string[], frame: number): number | undefined {
  for (let index = frame - 1; index >= 0 && index >= frame - MAX_MESSAGE; index--) {
    const line = lines[index] ?? '';
    if (frameOf(line) || CAUSE.test(line) || line.startsWith('Emitted ')) return undefined;
    if (errorHeader(line) !== undefined) return isMember(lines, index) ? undefined : index;
  }
  return undefined;
}

/** Whether the error at `index` is one of the `[errors]` of an AggregateError. */
function isMember(lines: readonly string[], index: number): boolean {
  const indent = indentOf(lines[index] ?? '');
  for (let above = index - 1; above >= 0 && above >= index - MAX_BLOCK; above--) {
    const line = lines[above] ?? '';
    if (line.trim() === '') return false;
    if (indentOf(line) < indent && line.endsWith('[errors]: [')) return true;
  }
  return false;
}

function thrown(lines: readonly string[], index: number, firstFrame: number): Failure {
  const header = errorHeader(lines[index] ?? '') ?? '';
  const own = blockFrom(lines, firstFrame, (line) => frameOf(line) !== undefined);
  const properties = blockFrom(lines, firstFrame + own.length, (line) => line.trim() !== '');
  const title = withDetail(header, lines.slice(index + 1, firstFrame));
  // A cause's frames come after its error's own: those of the error are nearer to the place that failed.
  return { rank: 'thrown', index, title, causes: causesOf(properties), frames: framesOf([...own, ...properties]) };
}
