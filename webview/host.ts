/** The editor around the panel. */
import type { FromPanel } from '../src/protocol/fromPanel.js';
import { parsePanelState, type PanelState } from '../src/protocol/panelState.js';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** What the panel may ask for; the run's id is added where the message leaves. */
export type Ask = (request: Request) => void;
type Request = FromPanel extends infer M ? (M extends FromPanel ? Omit<M, 'run'> : never) : never;

export class Host {
  readonly #api = acquireVsCodeApi();
  #state: PanelState;

  /** @param run the run that the page was made for, and the one it is held against; what was kept of another one is forgotten */
  constructor(run: string, against: string | undefined) {
    const kept = parsePanelState(this.#api.getState());
    this.#state = kept?.run === run && kept.against === against ? kept : { run, ...(against !== undefined && { against }) };
    this.#api.setState(this.#state);
  }

  get state(): PanelState {
    return this.#state;
  }

  /** Keeps a part of the state over a reload. */
  keep(change: Partial<PanelState>): void {
    this.#state = { ...this.#state, ...change };
    this.#api.setState(this.#state);
  }

  readonly ask: Ask = (request) => this.#api.postMessage({ ...request, run: this.#state.run });
}
