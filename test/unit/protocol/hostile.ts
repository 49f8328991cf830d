import fc from 'fast-check';

/** Anything that a message channel can carry, and some things that it cannot. */
export const hostileValue = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withObjectString: true, withSparseArray: true, withTypedArray: true });
