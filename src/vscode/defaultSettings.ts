/** The editor's settings and their defaults, which the manifest repeats. */

export interface Settings {
  readonly codeLens: boolean;
  readonly attempts: number;
  /** Of one attempt, as the command line takes it: `180s`. */
  readonly timeout: string;
}

export const DEFAULT_SETTINGS: Settings = { codeLens: true, attempts: 100, timeout: '180s' };
