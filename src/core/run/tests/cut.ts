/** Whether an attempt names all of its failing tests: of one that does not, nobody knows which others failed. */
import type { AttemptTests } from '../events.js';

/** Names are bounded in number, so that a suite which fails as a whole leaves most of its tests unnamed; what told may itself be cut. */
export function isCut({ failed, failures = [], partial }: Pick<AttemptTests, 'failed' | 'failures' | 'partial'>): boolean {
  return failed > new Set(failures).size || partial === true;
}
