/** Where each kind of evidence goes (DESIGN 5.2), as a path of phase, section and field. */
import type { EvidenceKind } from '../evidence/kinds.js';
import type { RunPurpose } from '../run/plan.js';
import type { DebugField } from './fields.js';
import { parse } from './parse.js';
import type { Phase } from './phases.js';
import { allSections, canonicalTitle } from './sections.js';
import type { FenceRef } from './shellFences.js';

export type Place =
  | { readonly phase: Phase; readonly section: 'Debug Information'; readonly field: DebugField }
  | { readonly phase: Phase; readonly section: 'Test Results' };

/** Right under the shell code that it is the evidence of. */
export interface FencePlace {
  readonly fence: FenceRef;
  /** Where it goes if the fence is not there any more as it was run; without one that is a conflict. */
  readonly otherwise?: Place;
}

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

/**
 * Where a block stands in a text: the headings above it, outermost first, and the field, which may be a bullet:
 * `Phase 1: Investigation › Debug Information › Evidence`. Undefined if it is not in the text.
 */
export function whereIs(text: string, kind: EvidenceKind, id: string, place: Place | FencePlace): string | undefined {
  const { item } = parse(text);
  const placed = item.evidence.find((block) => block.kind === kind && block.id === id);
  if (!placed) return undefined;
  const above = [...allSections(item.sections)].filter(({ whole }) => whole.start <= placed.span.start && placed.span.end <= whole.end);
  const titles = above.filter(({ level }) => level > 1).map(({ title }) => title);
  const field = 'field' in place && !titles.some((title) => canonicalTitle(title) === canonicalTitle(place.field)) ? [place.field] : [];
  return [...titles, ...field].join(' › ');
}

/** As a person reads it: `Phase 1: Investigation › Debug Information › Evidence`. */
export function describePlace(place: Place): string {
  const phase = place.phase === 'Investigation' ? 'Phase 1: Investigation' : 'Phase 5: Testing & Validation';
  return ['field' in place ? [phase, place.section, place.field] : [phase, place.section]].flat().join(' › ');
}

function debug(field: DebugField): Place {
  return { phase: 'Investigation', section: 'Debug Information', field };
}
