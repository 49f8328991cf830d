/** Which file a test in a file of results may lie in. */
import type { TestResult } from '../formats/types.js';

/** Folders that a package's path may have before its own. */
const MAX_PARTS = 12;

/**
 * Paths to try, the likeliest first; relative ones start from a folder that nobody names: that of the results, or one above it.
 * @param place where the failure's own words say that it happened
 */
export function fileCandidates({ file, group, name }: TestResult, place: string | undefined): string[] {
  const candidates: string[] = [];
  const slashes = (path: string): string => path.replaceAll('\\', '/');
  if (file !== undefined) {
    // Go names the file alone, and the package by its import path, which begins with the module's.
    if (group !== undefined && file.endsWith('.go') && !/[/\\]/.test(file)) candidates.push(...packageFolders(group).map((folder) => `${folder}/${file}`));
    candidates.push(slashes(file));
  }
  // Vitest's JUnit XML has the path as the class, pytest's the module.
  for (const text of [group, name]) {
    if (text === undefined) continue;
    const path = slashes(text.split(' > ')[0] ?? '');
    if (/^[^\s:*?"<>|]{1,400}\.[A-Za-z]{1,4}$/.test(path) && /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|cs|php)$/.test(path)) candidates.push(path);
  }
  if (group !== undefined && /^[\w.]{1,400}$/.test(group)) candidates.push(...modules(group));
  if (place !== undefined) candidates.push(slashes(place));
  return [...new Set(candidates)];
}

/** `example.com/shop/orders`, `shop/orders`, `orders`. */
function packageFolders(group: string): string[] {
  const parts = group.split('/');
  return parts.slice(0, MAX_PARTS).map((_, index) => parts.slice(index).join('/'));
}

/** `tests.test_orders.TestOrders`: the module is all of it, or without a class at its end. */
function modules(group: string): string[] {
  const parts = group.split('.').filter((part) => part !== '');
  return [parts, ...(/^[A-Z]/.test(parts.at(-1) ?? '') ? [parts.slice(0, -1)] : [])].filter((path) => path.length > 0).map((path) => `${path.join('/')}.py`);
}
