/** Where runs lie. */
import path from 'node:path';

/** Names inside a run's folder. */
export const RUN_FILE = 'run.json';
export const ATTEMPTS_FILE = 'attempts.ndjson';
export const LOGS_FOLDER = 'logs';
export const COLLECTED_FOLDER = 'collected';
export const SAMPLES_FILE = 'samples.ndjson';

/** `<root>/.casebook` */
export function casebookFolder(root: string): string {
  return path.join(root, '.casebook');
}

/** `<root>/.casebook/runs` */
export function runsFolder(root: string): string {
  return path.join(casebookFolder(root), 'runs');
}

/** `<root>/.casebook/runs/<id>` */
export function runFolder(root: string, id: string): string {
  return path.join(runsFolder(root), id);
}
