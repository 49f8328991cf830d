/** Where each kind of evidence goes (DESIGN 5.2), as a path of phase, section and field. */
import type { EvidenceKind } from '../evidence/kinds.js';
import type { RunPurpose } from '../run/plan.js';
import type { DebugField } from './fields.js';
import type { Phase } from './phases.js';

export type Place =
  | { readonly phase: Phase; readonly section: 'Debug Information'; readonly field: DebugField }
  | { readonly phase: Phase; readonly section: 'Test Results' };

/** What decides about the place besides the kind. */
export interface PlaceHint {
  /** For a run. */
  readonly purpose?: RunPurpose;
  /** A block of failure excerpts, whose id ends in `/errors`. */
  readonly id: string;
}

export function placeOf(kind: EvidenceKind, hint: PlaceHint): Place {
  if (kind === 'snapshot') return debug('System State');
  if (kind === 'compare' || (kind === 'run' && hint.purpose === 'verify')) return { phase: 'Testing & Validation', section: 'Test Results' };
  return debug(hint.id.endsWith('/errors') ? 'Error Messages' : 'Evidence');
}

/** As a person reads it: `Phase 1: Investigation › Debug Information › Evidence`. */
export function describePlace(place: Place): string {
  const phase = place.phase === 'Investigation' ? 'Phase 1: Investigation' : 'Phase 5: Testing & Validation';
  return ['field' in place ? [phase, place.section, place.field] : [phase, place.section]].flat().join(' › ');
}

function debug(field: DebugField): Place {
  return { phase: 'Investigation', section: 'Debug Information', field };
}
