import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LogAnalysis, type LogData } from '../../../../src/core/evidence/logs/analysis.js';
import { reportOfText } from '../../../../src/core/evidence/logs/ofText.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** 22 November 2026, noon UTC. */
const reference = Date.UTC(2026, 10, 22, 12);

function read(text: string, zone = 0): LogData {
  const analysis = new LogAnalysis({ clock: { zone, reference }, sha256 });
  analysis.push(new TextEncoder().encode(text));
  analysis.end();
  return analysis.data();
}

/** Format, moment of the only record, and its template. */
function one(line: string, zone = 0): readonly [string, string, string] {
  const { formats, firstAt, tracks } = read(`${line}\n`, zone);
  return [formats.join(), Number.isNaN(firstAt) ? 'none' : new Date(firstAt).toISOString(), tracks[0]?.words.join(' ') ?? ''];
}

describe('time stamps', () => {
  it.each([
    ['2026-11-21T14:02:33.123456789+01:00 INFO up', 'ISO 8601', '2026-11-21T13:02:33.123Z', 'INFO up'],
    ['2026-11-21 14:02:33,123 - root - INFO - up', 'ISO 8601', '2026-11-21T14:02:33.123Z', '- root - INFO - up'],
    ['2026/11/21 14:02:33 [error] 12#12: *3 up', 'ISO 8601', '2026-11-21T14:02:33.000Z', '[error] #: *# up'],
    ['2026-11-21T14:02:33.123-0500\tINFO\tstore\tup', 'ISO 8601', '2026-11-21T19:02:33.123Z', 'INFO store up'],
    ['time="2026-11-21T14:02:33Z" level=info msg=up', 'ISO 8601', '2026-11-21T14:02:33.000Z', 'level=info msg=up'],
    ['I1121 14:02:33.123456       1 server.go:12] up', 'klog', '2026-11-21T14:02:33.123Z', 'I # server.go:#] up'],
    ['Nov 21 14:02:33 host unit[12]: up', 'syslog', '2026-11-21T14:02:33.000Z', 'host unit[#]: up'],
    ['Nov  1 14:02:33.123456 host kernel: up', 'syslog', '2026-11-01T14:02:33.123Z', 'host kernel: up'],
    ['10.0.0.1 - - [21/Nov/2026:14:02:33 -0700] "GET / HTTP/1.1" 200', 'access log', '2026-11-21T21:02:33.000Z', '# - - [] "GET / HTTP/#" #'],
    ['[Sat Nov 21 14:02:33.123456 2026] [core:error] up', 'ctime', '2026-11-21T14:02:33.123Z', '[] [core:error] up'],
    ['11/21/2026 2:02:33 PM up', 'date with slashes, month first', '2026-11-21T14:02:33.000Z', 'up'],
    ['21.11.2026 14:02:33 up', 'date with points', '2026-11-21T14:02:33.000Z', 'up'],
    ['1795269753.25\tinfo\tup', 'seconds since the epoch', '2026-11-21T14:02:33.250Z', 'info up'],
    ['1795269753250 up', 'seconds since the epoch', '2026-11-21T14:02:33.250Z', 'up'],
    ['{"level":"info","ts":1795269753.25,"msg":"up"}', 'JSON', '2026-11-21T14:02:33.250Z', 'level=info up'],
    ['{"level":30,"time":1795269753250,"pid":1,"msg":"up"}', 'JSON', '2026-11-21T14:02:33.250Z', 'level=info up'],
    ['{"level":"info","ts":1.79526975325e+09,"msg":"up"}', 'JSON', '2026-11-21T14:02:33.250Z', 'level=info up'],
    ['{"@timestamp":"2026-11-21T14:02:33.25Z","message":"up"}', 'JSON', '2026-11-21T14:02:33.250Z', 'up'],
    ['level=info ts=1795269753.25 msg=up', 'key=value', '2026-11-21T14:02:33.250Z', 'level=info msg=up'],
    ['14:02:33.250 up', 'time of day', '2026-11-21T14:02:33.250Z', 'up'],
    ['1:M 21 Nov 2026 14:02:33.250 * up', 'date with the name of the month', '2026-11-21T14:02:33.250Z', '#:M * up'],
    ['21 Nov 2026 14:02:33,250 [main] up', 'date with the name of the month', '2026-11-21T14:02:33.250Z', '[main] up'],
    ['21-Nov-2026 14:02:33.250 INFO up', 'date with the name of the month', '2026-11-21T14:02:33.250Z', 'INFO up'],
    ['Nov 21, 2026 2:02:33 PM up', 'date with the name of the month', '2026-11-21T14:02:33.000Z', 'up'],
    ['Nov 1, 2026, 12:02:33\u202fAM up', 'date with the name of the month', '2026-11-01T00:02:33.000Z', 'up'],
    ['Nov 21 2026 14:02:33: up', 'date with the name of the month', '2026-11-21T14:02:33.000Z', ': up'],
    ['26/11/21 14:02:33 INFO up', 'date with slashes, year of two digits first', '2026-11-21T14:02:33.000Z', 'INFO up'],
    ['20261121 14:02:33.25 up', 'ISO 8601, basic', '2026-11-21T14:02:33.250Z', 'up'],
    ['20261121T140233Z up', 'ISO 8601, basic', '2026-11-21T14:02:33.000Z', 'up'],
    ['20261121T140233.250+0100 up', 'ISO 8601, basic', '2026-11-21T13:02:33.250Z', 'up'],
    ['E20261121 14:02:33.25 12 main.cc:1] up', 'glog', '2026-11-21T14:02:33.250Z', 'E # main.cc:#] up'],
    ['11-21 14:02:33.250  1234  5678 I Tag: up', 'month and day', '2026-11-21T14:02:33.250Z', '# # I Tag: up'],
    ['[9482489.500932] eth1: up', 'seconds since boot', new Date(9_482_489_500.932).toISOString(), '#: up'],
  ])('%s', (line, format, at, template) => {
    const [name, moment, words] = one(line);
    expect([name, moment, format === 'seconds since boot' ? template : words]).toEqual([format, at, template]);
  });

  it.each(['build 20261121140233 done', 'id 1795269753 is no time', 'at 2026-13-41T99:00:00Z', 'ratio 14:02', 'version 10.0.0.1:8080', 'run 20261121-140233-a3f9', '20261121T140233x up', '21.13.26 14:02:33 up', '2026-47 14:02:33 up', '05/11/26 14:02:33 up', 'Week 47, 2026 14:02:33 up', '32 Nov 2026 14:02:33 up'])('are not in: %s', (line) => {
    expect(one(line).slice(0, 2)).toEqual(['', 'none']);
  });

  it('with a time of day alone may stand behind a number that is no date', () => {
    expect(one('thread 12 14:02:33.250 up')[0]).toBe('time of day');
    expect(one('10.0.0.1 14:02:33.250 up')[0]).toBe('time of day');
  });

  it('with slashes are read in the order that one date of the log tells, and that is said where none does', () => {
    const months = (text: string): readonly [string, ...string[]] => {
      const { formats, firstAt, lastAt } = read(text);
      return [formats.join(), new Date(firstAt).toISOString().slice(0, 10), new Date(lastAt).toISOString().slice(0, 10)];
    };
    expect(months('05/11/2026 14:02:33 a\n13/11/2026 14:02:33 a\n')).toEqual(['date with slashes, day first', '2026-11-05', '2026-11-13']);
    expect(months('05/11/2026 14:02:33 a\n05/13/2026 14:02:33 a\n')).toEqual(['date with slashes, month first', '2026-05-11', '2026-05-13']);
    const assumed = '05/11/2026 14:02:33 a\n05/12/2026 14:02:33 a\n';
    expect(months(assumed)).toEqual(['date with slashes, month taken as first', '2026-05-11', '2026-05-12']);
    const noise = '  frame\n'.repeat(1500);
    expect(months(`13/11/2026 14:02:33 a\n${noise}05/11/2026 14:02:33 a\n${'05/12/2026 14:02:33 a\n'.repeat(3)}`)).toEqual(['date with slashes, day first', '2026-11-05', '2026-12-05']);
    expect(reportOfText({ name: 'a.log', text: assumed, zone: 0, takenAt: reference }, sha256).files[0]?.notes.join(' ')).toContain('the month was taken for the first number');
  });

  it('of java.util.logging stand above the level', () => {
    const { failures } = read('Nov 21, 2026 2:02:33 PM com.example.Main main\nINFO: up\nNov 21, 2026 2:02:34 PM com.example.Main main\nSEVERE: boom\n');
    expect(failures).toMatchObject([{ count: 1, firstLine: 3, firstAt: Date.UTC(2026, 10, 21, 14, 2, 34) }]);
  });

  it('without a zone are read in the one that is given', () => {
    expect(one('2026-11-21 14:02:33 up', 120)[1]).toBe('2026-11-21T12:02:33.000Z');
  });

  it('without a year go on over its turn, and are never later than the log', () => {
    const { firstAt, lastAt, outOfOrder } = read('Dec 31 23:59:59 h a: x\nJan  1 00:00:01 h a: x\n');
    expect([new Date(firstAt).toISOString(), new Date(lastAt).toISOString(), outOfOrder]).toEqual(['2025-12-31T23:59:59.000Z', '2026-01-01T00:00:01.000Z', 0]);
    expect(one('Nov 30 00:00:00 h a: x')[1]).toBe('2025-11-30T00:00:00.000Z');
    expect(one('E0229 00:00:00.000000 x')[1]).toBe('2026-03-01T00:00:00.000Z');
  });

  it('without a date go on over midnight', () => {
    const { firstAt, lastAt } = read('23:59:59 x\n00:00:01 x\n');
    expect(lastAt - firstAt).toBe(2000);
  });

  it('are found where the format changes, and where a program puts something before them', () => {
    const noise = Array.from({ length: 1500 }, (_, index) => `  frame ${index}\n`).join('');
    const { records, formats } = read(`2026-11-21T14:02:33Z up\n${noise}I1121 14:02:34.000000 down\nI1121 14:02:35.000000 down\n`);
    expect([formats.slice().sort(), records]).toEqual([['ISO 8601', 'klog'], 3]);
    expect(read('web-1     | 2026-11-21T14:02:33Z up\nworker-12 | 2026-11-21T14:02:34Z up\nx | 2026-11-21T14:02:35Z up\n')).toMatchObject({ records: 3, unstamped: 0 });
  });

  it.each([[''], ['2026-11-21T14:0']])('are found behind a banner that was read before they came, also where one was cut: %s', (half) => {
    const analysis = new LogAnalysis({ clock: { zone: 0, reference }, sha256 });
    for (const text of [`Welcome\n${half}`, `${'2026-11-21T14:02:33Z ERROR down\n'.slice(half.length)}at home\n`, '2026-11-21T14:02:34Z ERROR down\n']) {
      analysis.push(new TextEncoder().encode(text));
      analysis.reader.flush();
    }
    analysis.end();
    expect(analysis.data()).toMatchObject({ records: 3, unstamped: 1, formats: ['ISO 8601'], firstAt: Date.UTC(2026, 10, 21, 14, 2, 33) });
  });

  it('in the text of a message begin no record', () => {
    const text = Array.from({ length: 12 }, (_, index) => `2026-11-21T14:02:${10 + index}Z ERROR job ${index}\n  since 2026-11-20T00:00:00Z\n`).join('');
    expect(read(text).records).toBe(12);
  });

  it('tell no more than they resolve', () => {
    expect([read('2026-11-21T14:02:33Z a\n').resolutionMs, read('2026-11-21T14:02:33.5Z a\n2026-11-21T14:02:33.123Z a\n').resolutionMs]).toEqual([1000, 1]);
    // Of ns a moment since 1970 is too large a number to hold.
    expect(read('2026-11-21T14:02:33.123456789Z a\n').resolutionMs).toBe(0.001);
  });
});
