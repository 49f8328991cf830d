/** The failures of a log, by signature: the same that tells failures of attempts apart. */
import type { Sha256 } from '../../ports.js';
import type { FailureSignature } from '../../run/events.js';
import { findFailure } from '../../run/failure/find.js';
import { signatureOf } from '../../run/signature.js';
import { HashTable } from './hashTable.js';

/** Failures that are told apart. */
const MAX_GROUPS = 200;

export interface LogFailure {
  readonly signature: FailureSignature;
  count: number;
  readonly firstLine: number;
  lastLine: number;
  /** ms since the Unix epoch; NaN without a stamp. */
  readonly firstAt: number;
  lastAt: number;
  /** The first record, bounded; not yet cleaned. */
  readonly text: string;
}

/** The fold of a log's failures. */
export class LogFailures {
  private readonly groups: LogFailure[] = [];
  private readonly known = new HashTable();
  /** Failures beyond what is told apart. */
  others = 0;

  constructor(private readonly sha256: Sha256) {}

  /**
   * @param template index of its template
   * @param rest hash of the lines below its first one
   * @param text asked only for a failure that was not seen before
   */
  add(template: number, rest: number, at: number, line: number, text: () => { readonly whole: string; readonly message: string }): void {
    let index = this.known.get(template, rest);
    if (index === -1) {
      index = this.find(at, line, text());
      this.known.set(template, rest, index);
    }
    const group = this.groups[index];
    if (!group) {
      this.others += 1;
      return;
    }
    group.count += 1;
    group.lastLine = line;
    if (!Number.isNaN(at)) group.lastAt = at;
  }

  /** Takes in the failures of a later part, or of another log. */
  append(failures: readonly LogFailure[], others: number): void {
    this.others += others;
    for (const failure of failures) {
      const group = this.groups.find(({ signature }) => signature.id === failure.signature.id);
      if (group) {
        group.count += failure.count;
        group.lastLine = failure.lastLine;
        group.lastAt = failure.lastAt;
      } else if (this.groups.length < MAX_GROUPS) this.groups.push({ ...failure });
      else this.others += failure.count;
    }
  }

  all(): readonly LogFailure[] {
    return this.groups;
  }

  /** The group of a failure, a new one if it has none; beyond the last where there are too many. */
  private find(at: number, line: number, { whole, message }: { readonly whole: string; readonly message: string }): number {
    // A stamp and a level are no part of what failed; where the lines below tell of no error, the first one says what failed.
    const lines = message.split('\n');
    const said = findFailure(lines) ? message : (lines[0] ?? '');
    const signature = signatureOf(said, { cwd: '', sha256: this.sha256, outcome: 'fail', exitCode: null, signal: null, timeoutMs: 0 });
    if (!signature) return MAX_GROUPS;
    const index = this.groups.findIndex((group) => group.signature.id === signature.id);
    if (index !== -1) return index;
    if (this.groups.length >= MAX_GROUPS) return MAX_GROUPS;
    this.groups.push({ signature, count: 0, firstLine: line, lastLine: line, firstAt: at, lastAt: at, text: whole });
    return this.groups.length - 1;
  }
}
