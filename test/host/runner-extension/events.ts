/** What a suite inside the extension host tells the harness outside, one JSON line each. */
export type InsideEvent =
  /** The suite is about to be loaded. */
  | { readonly event: 'begin' }
  | { readonly event: 'start'; readonly name: string }
  | { readonly event: 'pass'; readonly name: string; readonly durationMs: number }
  | { readonly event: 'fail'; readonly name: string; readonly durationMs: number; readonly stack: string }
  /** Every test has been run. A file of results without it means that the extension host hangs or died. */
  | { readonly event: 'end' }
  /** The suite itself could not be loaded or run. */
  | { readonly event: 'broken'; readonly stack: string };

/** The exports of a bundled suite. */
export interface SuiteModule {
  readonly run: (report: (event: InsideEvent) => void) => Promise<void>;
}
