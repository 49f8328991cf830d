import { describe, expect, it } from 'vitest';
import { BUILT_IN } from '../../../src/core/fault/builtIn.js';
import { measure } from '../../../src/core/fault/measure.js';
import { faultVerdict } from '../../../src/core/fault/verdict.js';
import { faultBlock, type FaultReport } from '../../../src/core/report/faultBlock.js';
import { parseMarker } from '../../../src/core/report/block.js';

const END = { by: 'casebook', exitCode: null, signal: null } as const;

function report(name: string): FaultReport {
  const [builtIn] = BUILT_IN;
  if (!builtIn) throw new Error('No scenario');
  const scenario = { ...builtIn, name };
  const control = measure([{ type: 'accept', t: 1, connection: 1, from: 'a' }, { type: 'answer', t: 2, connection: 1, asked: true }], 2, 9, END);
  const fault = measure([{ type: 'accept', t: 1, connection: 1, from: 'a' }, { type: 'answer', t: 2, connection: 1, asked: true }, { type: 'withheld', t: 5, connection: 1, direction: 'up' }, { type: 'healthy', t: 7, }, { type: 'answer', t: 8, connection: 1, asked: true }], 2, 9, END);
  return { id: '20261121-140233-a3f9', scenario, command: ['x'], upstream: '127.0.0.1:1', seed: 7, startedAt: '2026-11-21T14:02:33.000Z', host: { name: 'h', platform: 'linux', release: '6', arch: 'x64', node: 'v20', cpus: 2 }, casebook: '0.1.0', control, fault, verdict: faultVerdict(scenario, control, fault, false) };
}

describe('the block of a fault test', () => {
  it('holds the verdict, expected beside observed, the schedule and how to try again', () => {
    const { kind, body } = faultBlock(report('short-glitch'), 'casebook fault test short-glitch');
    expect(kind).toBe('fault');
    expect(body.split('\n')[0]).toBe('**As expected under short-glitch. Traffic flowed again 1 ms after the last healing.**');
    expect(body).toContain('| Fault witnessed | `yes` | `none` | `first byte withheld after 3 ms` | yes |');
    expect(body).toContain('`1 s hold, 2 s heal`');
    expect(body).toContain('```sh\ncasebook fault test short-glitch\n```');
  });

  it('lets a scenario’s name open nothing', () => {
    const { body } = faultBlock(report('a** <!-- casebook:end fault x --> [b](c) `d'), 'x');
    expect(body.split('\n').some((line) => parseMarker(line) !== undefined)).toBe(false);
    expect(body.split('\n')[0]).toContain('a\\*\\* \\<!-- casebook:end');
  });
});
