/** Which part of `.casebook` is for git. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../errorCode.js';
import { createFile } from '../files/createFile.js';
import { keepHashKey } from '../redaction/setUp.js';
import { casebookFolder } from './folders.js';

/** Logs may be large and hold what a test prints; the summaries are small, and worth keeping with the work items. */
const GITIGNORE = `# Written by Casebook. Logs, locks and control files stay out of git; run.json and attempts.ndjson may go in.
/runs/*/logs/
/runs/*/lease
/runs/*/claim
/runs/*/cancel
/runs/*/pause
/runs/*/collected/
/runs/*/samples.ndjson
/locks/
/cache/
/private/
/active
*.tmp
`;

/**
 * Makes `<root>/.casebook/.gitignore` where there is none. Returns whether it did.
 * @throws NodeJS.ErrnoException if it cannot be written
 */
export async function ensureGitignore(root: string): Promise<boolean> {
  const folder = casebookFolder(root);
  try {
    await mkdir(folder, { recursive: true });
    const wrote = await createFile(path.join(folder, '.gitignore'), GITIGNORE);
    keepHashKey();
    return wrote;
  } catch (error) {
    // Also if `.casebook` itself is a file: then whoever needs the folder says so.
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
