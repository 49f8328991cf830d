/** Kinds of evidence, as they stand in a block's markers and in a ledger's `run.json`. */
export type EvidenceKind = 'run' | 'compare' | 'probe' | 'matrix' | 'fault' | 'snapshot' | 'log' | 'command';

export const EVIDENCE_KINDS: readonly EvidenceKind[] = ['run', 'compare', 'probe', 'matrix', 'fault', 'snapshot', 'log', 'command'];
