/** Columns for a terminal. */
import { plain } from '../core/report/untrusted.js';

/** Rows with their cells padded to the width of their column, two spaces between them; the last column is not padded. Cells may come from files: what could steer the terminal is taken out. */
export function table(texts: readonly (readonly string[])[]): string {
  const rows = texts.map((row) => row.map((cell) => plain(cell).replaceAll('\n', ' ')));
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return rows.map((row) => `${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')}\n`).join('');
}
