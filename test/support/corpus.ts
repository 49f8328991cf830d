/** The real documents beside the checkout, where they are present: read in place, never copied. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { needs } from './needs.js';

const CORPUS = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../shared/corpus');

export interface CorpusFile {
  /** `folder/name`. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

export const corpusPresent = needs(existsSync(CORPUS), '../shared/corpus, which is not here: real documents');

/** Absolute path of one document. */
export function corpusPath(name: string): string {
  return path.join(CORPUS, name);
}

/** Every document of the corpus; empty where it is absent. */
export function corpusFiles(): readonly CorpusFile[] {
  if (!corpusPresent) return [];
  return readdirSync(CORPUS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((folder) =>
      readdirSync(path.join(CORPUS, folder.name)).map((file) => {
        const full = path.join(CORPUS, folder.name, file);
        return { name: `${folder.name}/${file}`, path: full, text: readFileSync(full, 'utf8') };
      }),
    );
}
