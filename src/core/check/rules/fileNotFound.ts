import { counted } from '../../report/format.js';
import type { FileReference } from '../../workItem/references.js';
import { folderOf, fromRoot } from '../paths.js';
import type { Finding, Rule } from '../rule.js';
import type { Surroundings } from '../surroundings.js';

/** A place that is not there sends the reader looking. Files of another repository are told in one hint: they may well be right there. */
export const fileNotFound: Rule = {
  id: 'file-not-found',
  severity: 'warning',
  summary: 'A place in a file, like src/store.ts:12, does not exist.',
  appliesTo: 'document',
  *find({ path, surroundings, references }) {
    if (!surroundings || path === undefined) return;
    const told = new Set<string>();
    const seen = new Set<string>();
    const foreign: FileReference[] = [];
    for (const reference of references().files) {
      const written = `${reference.path}:${reference.line}`;
      if (seen.has(written)) continue;
      seen.add(written);
      const place = placeOf(reference, folderOf(path), surroundings);
      const key = place === 'none' || place === 'foreign' ? reference.path : written;
      if (place === 'there' || told.has(key)) continue;
      told.add(key);
      if (place === 'foreign') foreign.push(reference);
      else yield finding(reference, place);
    }
    const [first] = foreign;
    if (first) {
      yield {
        span: { start: first.start, end: first.end },
        message: `${foreign.length === 1 ? `${first.path} is` : `${first.path} and ${counted(foreign.length - 1, 'other file')} that the text names by line are`} not in this workspace: say in which repository, and at which commit.`,
        severity: 'hint',
      };
    }
  },
};

function finding({ path, line, start, end }: FileReference, place: 'none' | number): Finding {
  const message = place === 'none' ? `There is no file ${path}: mend the path, or name the commit that had it.` : `${path} has only ${counted(place, 'line')}, so there is no line ${line}: name the function as well, it stays when lines move.`;
  return { span: { start, end }, message };
}

/** Where a reference leads: a file that has that line, one that has fewer (their number), none although its folder is here, or to other sources. */
function placeOf(reference: FileReference, folder: string, { exists, endsSo, lineCount }: Surroundings): 'there' | 'none' | 'foreign' | number {
  const candidates = [fromRoot('', reference.path), fromRoot(folder, reference.path)].filter((candidate): candidate is string => candidate !== undefined && candidate !== '');
  const [fromTop] = candidates;
  if (fromTop === undefined) return 'there';
  for (const candidate of candidates) {
    if (exists(candidate) === undefined) return 'there';
    if (exists(candidate) !== true) continue;
    const lines = lineCount(candidate);
    return lines === undefined || reference.line <= lines ? 'there' : lines;
  }
  // Tools print paths from their own folder: a file that ends so is what is meant.
  if (endsSo(fromTop) !== false) return 'there';
  const top = fromTop.split('/')[0] ?? '';
  return fromTop.includes('/') && exists(top) === true ? 'none' : 'foreign';
}
