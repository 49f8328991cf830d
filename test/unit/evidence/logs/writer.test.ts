import { describe, expect, it } from 'vitest';
import type { LogData } from '../../../../src/core/evidence/logs/analysis.js';
import { read } from './inParts.js';

const failures = ({ failures: found }: LogData): string[] => found.map(({ signature, count, firstLine }) => `${count}× ${firstLine}: ${signature.title}`);
const at = (second: number): string => new Date(Date.UTC(2026, 10, 21, 14, 0, second)).toISOString();
const places = (text: string): number[] => Array.from(text.matchAll(/\n/g), ({ index }) => index + 1).slice(0, -1);

describe('what several replicas write into one log', () => {
  const STAMPED = [
    `api-1     | ${at(0)} INFO  up\n`,
    `worker-1  | ${at(1)} INFO  polled\n`,
    'api-1     | Traceback (most recent call last):\n',
    'api-1     |   File "/app/a.py", line 3, in <module>\n',
    'api-1     | ValueError: bad\n',
    `worker-2  | ${at(2)} ERROR no lease\n`,
    `worker-1  | ${at(2)} ERROR no lease\n`,
    'worker-1  |     at lease (a.js:1:2)\n',
    `api-1     | ${at(3)} INFO  up\n`,
  ].join('');

  it('holds a crash behind a line of another one, at the time of that', () => {
    const data = read(STAMPED);
    expect(failures(data)).toEqual(['1× 3: ValueError: bad', '2× 6: no lease']);
    expect([data.records, data.unstamped]).toEqual([6, 0]);
    expect(data.failures[0]?.firstAt).toBe(Date.UTC(2026, 10, 21, 14, 0, 1));
  });

  it('tells the same in whatever pieces and parts it is read', () => {
    const whole = read(STAMPED);
    for (const piece of [1, 7, 40]) expect([piece, failures(read(STAMPED, piece))]).toEqual([piece, failures(whole)]);
    for (const cut of places(STAMPED)) expect([cut, failures(read(STAMPED, 64, cut)), read(STAMPED, 64, cut).records]).toEqual([cut, failures(whole), whole.records]);
  });

  it('gives a line of a replica that stamps none no record of another one to stand in, and no time', () => {
    const text = [`api-1  | ${at(0)} INFO up\n`, 'db-1   | FATAL: the store is full\n', 'db-1   |   hint: make room\n', 'db-1   | shutting down\n', 'db-1   | \n', `api-1  | ${at(1)} INFO up\n`].join('');
    const data = read(text);
    expect([data.records, data.unstamped]).toEqual([4, 2]);
    expect(failures(data)).toEqual(['1× 2: the store is full']);
    for (const cut of places(text)) expect([cut, failures(read(text, 9, cut)), read(text, 9, cut).records]).toEqual([cut, failures(data), 4]);
  });

  it('keeps traces whole where none of them has stamps', () => {
    const data = read(['api-1  | Error: boom\n', 'api-1  |     at x (y.js:1:2)\n', 'db-1   |     indented\n', 'api-1  | \n', 'api-1  | listening\n', 'worker-1  | Traceback (most recent call last):\n', 'worker-1  |   File "a.py", line 1\n', 'worker-1  | ValueError: no\n', 'worker-1  | INFO:root:up\n'].join(''));
    expect(failures(data)).toEqual(['1× 1: Error: boom', '1× 6: ValueError: no']);
    expect(data.records).toBe(5);
    expect(data.failures[0]?.text).toContain('at x');
  });

  it('holds a crash of a container that has a name of its own', () => {
    const text = [`db      | ${at(0)} INFO ready\n`, `orders  | ${at(1)} INFO up\n`, 'orders  | Traceback (most recent call last):\n', 'orders  |   File "/app/a.py", line 3, in <module>\n', 'orders  | ValueError: bad\n', `db      | ${at(2)} ERROR no lease\n`, 'orders  | shutting down\n'].join('');
    expect([failures(read(text)), read(text).records]).toEqual([['1× 3: ValueError: bad', '1× 6: no lease'], 5]);
    for (const cut of places(text)) expect([cut, failures(read(text, 64, cut)), read(text, 64, cut).records]).toEqual([cut, ['1× 3: ValueError: bad', '1× 6: no lease'], 5]);
  });

  it('is no table: what has a border and no number before it is of the line above', () => {
    expect(read(`${at(0)} INFO rows\nname | age\nann | 3\n`).records).toBe(1);
  });
});

describe('NUL in a log', () => {
  const NUL = '\0'.repeat(3000);
  const tick = (second: number): string => `${at(second)} INFO tick ${second}\n`;

  it('before a record hides none', () => {
    const data = read(`${tick(0)}${tick(1)}${NUL}${at(2)} ERROR boom\n${tick(3)}`);
    expect([data.records, data.lines]).toEqual([4, 4]);
    expect(failures(data)).toEqual(['1× 3: boom']);
    expect(data.failures[0]?.text).toBe(`${at(2)} ERROR boom`);
  });

  it('at the beginning, as where a log is cut under its writer, hides none either', () => {
    expect(failures(read(`${NUL}${at(2)} ERROR boom\n${tick(3)}${tick(4)}`))).toEqual(['1× 1: boom']);
  });

  it('hides none in whatever pieces and parts it is read', () => {
    const text = `${tick(0)}${tick(1)}${NUL}${at(2)} ERROR boom\n${tick(3)}${NUL}`;
    for (const piece of [1, 100, 2999]) expect([piece, read(text, piece).records]).toEqual([piece, 4]);
    for (let cut = 1; cut < text.length; cut += 97) expect([cut, read(text, 512, cut).records, failures(read(text, 512, cut))]).toEqual([cut, 4, ['1× 3: boom']]);
  });
});
