/** The machine that evidence was taken on. */
import os from 'node:os';
import type { HostInfo } from '../core/run/events.js';

export function hostInfo(): HostInfo {
  return {
    name: os.hostname(),
    platform: process.platform,
    release: os.release(),
    arch: process.arch,
    node: process.version,
    cpus: os.availableParallelism(),
  };
}
