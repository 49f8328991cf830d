/** A row of the table of a fault test: what was expected beside what was observed. */

export interface FaultRow {
  readonly what: string;
  readonly expected: string;
  /** Without a fault. */
  readonly control: string;
  readonly observed: string;
  /** Null: nothing was expected, or nothing follows. */
  readonly holds: boolean | null;
}
