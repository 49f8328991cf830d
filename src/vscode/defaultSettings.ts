/** The editor's settings and their defaults, which the manifest repeats. */

/** What is told unasked: everything, what went wrong, or nothing. */
export const TOLD = ['all', 'problems', 'none'] as const;
export type Told = (typeof TOLD)[number];

export interface Settings {
  readonly codeLens: boolean;
  readonly notifications: Told;
  readonly attempts: number;
  /** Of one attempt, as the command line takes it: `180s`. */
  readonly timeout: string;
}

export const DEFAULT_SETTINGS: Settings = { codeLens: true, notifications: 'all', attempts: 100, timeout: '180s' };
