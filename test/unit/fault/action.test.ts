import { describe, expect, it } from 'vitest';
import { actionText, parseAction, parseSchedule } from '../../../src/core/fault/action.js';
import { afterAction, isHealthy, NO_FAULTS } from '../../../src/core/fault/state.js';
import { parseAddress, addressText } from '../../../src/core/fault/address.js';

describe('the words of a fault', () => {
  it.each(['hold', 'heal', 'refuse', 'blackhole', 'reset-at-accept', 'kill', 'orphan', 'reset-idle 5s', 'latency 200ms', 'jitter 50ms up', 'slow-close 2s down', 'bandwidth 64000 down', 'slice 10', 'slice 10/5ms up', 'cut 1000', 'reset-after 0 down'])('%s is read, and written as it was', (text) => {
    const action = parseAction(text);
    expect('problem' in action ? action.problem : actionText(action)).toBe(text);
  });

  it.each([
    ['', /is no fault/], ['explode', /is no fault/], ['hold up', /not understood behind hold/], ['latency', /wants a time/], ['latency 5', /wants a time/], ['latency 48h', /wants a time/],
    ['bandwidth 0', /wants bytes per second/], ['slice 0', /wants bytes/], ['slice 5/x', /wants bytes/], ['cut -1', /wants a number/], ['cut 5 sideways', /not understood/], ['cut 99999999g', /wants a number/],
  ])('%j is refused with what to write', (text, words) => {
    const action = parseAction(text);
    expect('problem' in action ? action.problem : '').toMatch(words);
  });

  it('reads sizes in units of 1000', () => {
    expect(parseAction('cut 1.5m')).toEqual({ do: 'cut', bytes: 1_500_000 });
  });

  it('reads a schedule with or without quotes, in the order of its times', () => {
    const expected = [{ atMs: 5_000, action: { do: 'latency', ms: 100, direction: 'up' } }, { atMs: 20_000, action: { do: 'heal' } }];
    expect(parseSchedule(['20s', 'heal', '5s', 'latency', '100ms', 'up'])).toEqual(expected);
    expect(parseSchedule(['5s latency 100ms up', '20s heal'])).toEqual(expected);
    expect(parseSchedule(['hold'])).toMatchObject({ problem: expect.stringMatching(/is not the time of a step/) as string });
    expect(parseSchedule(['5s'])).toMatchObject({ problem: expect.stringMatching(/is no fault/) as string });
  });
});

describe('the faults that hold', () => {
  const after = (...texts: string[]) =>
    texts.reduce((state, text) => {
      const action = parseAction(text);
      if ('problem' in action) throw new Error(action.problem);
      return afterAction(state, action);
    }, NO_FAULTS);

  it('add up, each in its direction, until all are healed', () => {
    const state = after('latency 10ms', 'jitter 5ms up', 'hold', 'refuse');
    expect(state).toMatchObject({ held: true, admission: 'refuse', up: { latencyMs: 10, jitterMs: 5 }, down: { latencyMs: 10, jitterMs: 0 } });
    expect(isHealthy(state)).toBe(false);
    expect(after('latency 10ms', 'hold', 'heal')).toEqual(NO_FAULTS);
  });

  it('are none after what strikes once', () => {
    expect(isHealthy(after('kill', 'orphan'))).toBe(true);
    for (const text of ['blackhole', 'reset-at-accept', 'reset-idle 1s', 'slow-close 1s up', 'cut 5 down', 'slice 1', 'bandwidth 1k']) expect(isHealthy(after(text))).toBe(false);
  });
});

describe('an address', () => {
  it.each([['8080', '127.0.0.1:8080'], [':8080', '127.0.0.1:8080'], ['[::1]:0', '[::1]:0'], ['svc.local:443', 'svc.local:443']])('%s', (text, shown) => {
    const address = parseAddress(text, 0);
    expect('problem' in address ? address.problem : addressText(address)).toBe(shown);
  });

  it.each(['', 'x', '::1:80', '127.0.0.1', '127.0.0.1:65536', '127.0.0.1:-1', 'a b:1'])('%j is none', (text) => {
    expect(parseAddress(text, 0)).toHaveProperty('problem');
  });

  it('takes port 0 only where a free one may be asked for', () => {
    expect(parseAddress('127.0.0.1:0', 1)).toHaveProperty('problem');
  });
});
