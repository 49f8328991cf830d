/** The one place that loads the engine. It is a bundle of its own, so that activation does not wait for parsers. */
import type * as engine from '../engine.js';

export type Engine = typeof engine;

/** Loaded on first use, and then kept by the module system. */
export function loadEngine(): Promise<Engine> {
  return import('../engine.js');
}
