/** What the core needs of a host. Each member says what it means; nothing here is a Node or an editor type. */

/** SHA-256 of the UTF-8 bytes of `text`, as 64 lower-case hex digits. */
export type Sha256 = (text: string) => string;

export interface Clock {
  /** Wall time in ms since the Unix epoch; may jump. For stamps that people read. */
  now(): number;
  /** Monotonic time in ms from an arbitrary start; never goes back. For durations. */
  monotonic(): number;
}

/** `count` random bytes from a source fit for identifiers. */
export type RandomBytes = (count: number) => Uint8Array;
