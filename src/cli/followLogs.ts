/** `casebook logs --follow`: tells what comes, as it comes, and what it amounts to in the end. */
import type { Readable } from 'node:stream';
import { LogAnalysis } from '../core/evidence/logs/analysis.js';
import type { ReadLog } from '../core/evidence/logs/readLog.js';
import type { LogRecord } from '../core/evidence/logs/record.js';
import type { Severity } from '../core/evidence/logs/severity.js';
import { timeOf } from '../core/evidence/logs/time.js';
import { bounded, clean } from '../core/report/untrusted.js';
import { clockFor } from '../node/logs/localClock.js';
import { follow, followed } from '../node/logs/follow.js';
import { NotText } from '../node/logs/notText.js';
import type { ReadOptions } from '../node/logs/readFile.js';
import { errorCode } from '../node/errorCode.js';
import { sha256 } from '../node/ports.js';
import { systemReason } from '../node/run/systemReason.js';
import type { Context } from './context.js';

interface Following {
  readonly cwd: string;
  readonly names: readonly string[];
  readonly stream: Readable;
  readonly streamName: string;
  readonly json: boolean;
  /** All records that match are told, not only those that are new or failures. */
  readonly all: boolean;
}

/** Follows until the signal, or until all streams have ended. */
export async function followLogs({ out, err }: Context, { cwd, names, stream, streamName, json, all }: Following, options: ReadOptions, signal: AbortSignal): Promise<{ logs: ReadLog[]; missing: string[] }> {
  const missing: string[] = [];
  const read = await Promise.all(names.map(async (name): Promise<ReadLog[]> => {
    let live = false;
    const told = name === '-' ? streamName : name;
    const tell = (record: LogRecord, words: readonly string[], isNew: boolean, severity: Severity): void => {
      if (!live || (!all && !isNew && severity !== 'failure')) return;
      const line = clean(record.text());
      if (json) out.write(`${JSON.stringify({ type: 'record', file: clean(told), line: record.line, at: Number.isNaN(record.at) ? null : timeOf(record.at), isNew, template: clean(words.join(' ')), text: line })}\n`);
      else out.write(`${names.length > 1 ? `${clean(told)}:` : ''}${record.line}${isNew ? ' new' : ''}: ${bounded(line, 2_000)}\n`);
    };
    const analysis = new LogAnalysis({ ...options, clock: clockFor(options.zone, Date.now()), sha256, onMatch: tell });
    const notes: string[] = [];
    let bytes = 0;
    try {
      if (name === '-') {
        live = true;
        let decode: ReturnType<typeof followed> | undefined;
        for await (const chunk of stream) {
          if (signal.aborted) break;
          decode ??= followed(chunk as Uint8Array);
          bytes += (chunk as Uint8Array).length;
          analysis.push(decode(chunk as Uint8Array));
          analysis.reader.flush();
        }
      } else {
        for await (const event of follow(cwd, name, signal)) {
          if (event.type === 'bytes') {
            bytes += event.bytes.length;
            analysis.push(event.bytes);
          } else if (event.type === 'waiting') {
            analysis.reader.flush();
            analysis.reader.settle();
            live = true;
          } else {
            const note = { replaced: `${name} was replaced by a new file: that is read from its beginning.`, shrank: `${name} was cut: it is read from its beginning again.`, gone: `${name} is gone: a new one is waited for.` }[event.type];
            notes.push(note);
            err.write(`casebook: ${clean(note)}\n`);
          }
        }
      }
    } catch (error) {
      if (error instanceof NotText) {
        missing.push(`${told} ${error.message}.`);
        return [];
      }
      if (errorCode(error) === undefined) throw error;
      missing.push(`${name} cannot be followed (${systemReason(error)}).`);
      return [];
    }
    analysis.end();
    return [{ name: told, bytes, data: analysis.data(), notes: notes.slice(0, 20) }];
  }));
  return { logs: read.flat(), missing };
}
