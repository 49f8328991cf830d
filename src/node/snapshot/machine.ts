/** What the system tells of itself without another program. */
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { memoryField, prettyName } from '../../core/snapshot/printed.js';
import type { Item, LoadFacts, MemoryFacts, SystemFacts } from '../../core/snapshot/types.js';

export async function systemFacts(): Promise<Item<SystemFacts>> {
  const release = await readText('/etc/os-release');
  return { value: { name: os.hostname(), platform: process.platform, release: os.release(), arch: process.arch, version: prettyName(release ?? '') ?? os.version(), uptimeS: Math.round(os.uptime()), node: process.version } };
}

export function loadFacts(): Item<LoadFacts> {
  const [cpu] = os.cpus();
  const averages = os.loadavg().map((load) => Math.round(load * 100) / 100);
  return { value: { cpus: os.availableParallelism(), model: cpu?.model.trim() ?? 'unknown', ...(process.platform !== 'win32' && { averages }) } };
}

export async function memoryFacts(): Promise<Item<MemoryFacts>> {
  const text = (await readText('/proc/meminfo')) ?? '';
  const available = memoryField(text, 'MemAvailable') ?? os.freemem();
  const [swapTotal, swapFree] = [memoryField(text, 'SwapTotal'), memoryField(text, 'SwapFree')];
  return { value: { total: os.totalmem(), available, ...(swapTotal !== undefined && { swapTotal }), ...(swapFree !== undefined && { swapFree }) } };
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined; // Not this system.
  }
}
