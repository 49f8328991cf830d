import { matching } from './check.js';

/** A run's id as far as the messages go: short, and nothing in it that means anything in a path, in HTML or in a URL. */
export const runId = matching(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/);
