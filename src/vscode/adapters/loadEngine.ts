/** The one place that loads the engine. It is a bundle of its own, so that activation does not wait for parsers. */
import type * as engine from '../engine.js';
import { applyRedaction } from './redaction.js';

export type Engine = typeof engine;

let loaded: Promise<Engine> | undefined;

/** Loaded on first use, and then kept. Whoever has it shows and writes nothing unredacted. */
export function loadEngine(): Promise<Engine> {
  loaded ??= load();
  return loaded;
}

/** After the configuration or the folders of the window have changed. Loads nothing. */
export async function redactAnew(): Promise<void> {
  if (loaded) await applyRedaction(await loaded);
}

async function load(): Promise<Engine> {
  try {
    const module = await import('../engine.js');
    await applyRedaction(module);
    return module;
  } catch (error) {
    loaded = undefined;
    throw error;
  }
}
