/** Called by the markdown preview when it is opened for the first time. What it does lies in a bundle of its own, loaded then. */
import { createRequire } from 'node:module';
import { evidenceWords } from '../views/evidenceWords.js';
import type { MarkdownIt } from './evidenceContainers.js';

/** Synchronous, since the preview does not wait: so the bundle is required and not imported. */
export function extendMarkdownIt<T extends MarkdownIt>(md: T): T {
  const { evidenceContainers } = createRequire(__filename)('./preview.cjs') as typeof import('./evidenceContainers.js');
  evidenceContainers(md, (kind, id) => evidenceWords(kind, id).spoken);
  return md;
}
