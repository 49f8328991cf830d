/** Number, name, and the words of the system's own message. */
export type ErrnoRow = readonly [number: number, name: string, words: string];
