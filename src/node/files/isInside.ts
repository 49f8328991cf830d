import path from 'node:path';

/** Whether a path lies below a folder; both absolute. The folder itself does not. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
}
