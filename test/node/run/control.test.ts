import { mkdir, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/core/ports.js';
import { LEASE_MS, renewLease, requestCancel, watchControl } from '../../../src/node/run/control.js';
import { tempFolder } from '../../support/temp.js';

/** Wall and monotonic time, moved by hand. */
class HandClock implements Clock {
  wall = Date.UTC(2026, 0, 1);
  steady = 0;
  now = (): number => this.wall;
  monotonic = (): number => this.steady;

  pass(ms: number): void {
    this.wall += ms;
    this.steady += ms;
  }
}

describe('the control of a run from outside', () => {
  it('asks for nothing where nobody does', async () => {
    const clock = new HandClock();
    const ask = watchControl(await tempFolder(), { lease: false }, clock).shouldStop;
    clock.pass(10 * LEASE_MS);
    expect(ask()).toBeUndefined();
  });

  it('does not mind that the folder is not there yet', async () => {
    const folder = path.join(await tempFolder(), 'run');
    const ask = watchControl(folder, { lease: true }, new HandClock()).shouldStop;
    expect(ask()).toBeUndefined();
    await mkdir(folder);
    await requestCancel(folder);
    expect(ask()).toBe('cancelled');
  });

  it('cancels when that was requested', async () => {
    const folder = await tempFolder();
    const ask = watchControl(folder, { lease: true }, new HandClock()).shouldStop;
    await requestCancel(folder);
    expect(ask()).toBe('cancelled');
  });

  it('goes on while the lease is renewed, and interrupts a minute after the last time', async () => {
    const folder = await tempFolder();
    const clock = new HandClock();
    const ask = watchControl(folder, { lease: true }, clock).shouldStop;
    for (let renewals = 0; renewals < 3; renewals++) {
      await renewLease(folder, clock);
      expect(ask()).toBeUndefined();
      clock.pass(LEASE_MS);
      expect(ask()).toBeUndefined();
    }
    clock.pass(1);
    expect(ask()).toBe('interrupted');
  });

  it('interrupts when the lease never came', async () => {
    const clock = new HandClock();
    const ask = watchControl(await tempFolder(), { lease: true }, clock).shouldStop;
    clock.pass(LEASE_MS + 1);
    expect(ask()).toBe('interrupted');
  });

  it('ends no run because the machine slept or its clock was set', async () => {
    const folder = await tempFolder();
    const clock = new HandClock();
    const ask = watchControl(folder, { lease: true }, clock).shouldStop;
    await renewLease(folder, clock);
    expect(ask()).toBeUndefined();
    clock.wall += 24 * 3_600_000;
    expect(ask()).toBeUndefined();
    clock.wall -= 48 * 3_600_000;
    await renewLease(folder, clock);
    clock.pass(LEASE_MS - 1);
    expect(ask()).toBeUndefined();
  });

  it('renews a lease whose file was there', async () => {
    const folder = await tempFolder();
    const clock = new HandClock();
    await renewLease(folder, clock);
    await utimes(path.join(folder, 'lease'), 0, 0);
    const ask = watchControl(folder, { lease: true }, clock).shouldStop;
    ask();
    clock.pass(LEASE_MS - 1);
    await renewLease(folder, clock);
    ask();
    clock.pass(LEASE_MS - 1);
    expect(ask()).toBeUndefined();
    await rm(folder, { recursive: true });
  });
});
