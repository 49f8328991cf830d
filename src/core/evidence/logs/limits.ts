/** Bounds that several parts of the analysis share. */

/** Characters of a template. */
export const MAX_TEMPLATE = 240;
