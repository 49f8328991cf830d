/** `casebook show RUN`: the report of recorded evidence, in a terminal or as a file. */
import type { ExportedReport } from '../core/report/export/exported.js';
import { plain } from '../core/report/untrusted.js';
import { exportedReport } from '../node/evidence/report.js';
import { writeJson, type Context } from './context.js';
import { exportReport, type ExportOptions } from './exportReport.js';
import { table } from './table.js';

/** @throws Refusal `usage` if there is no such run, `unable` if its ledger cannot be read; as {@link exportReport} */
export async function showRun(context: Context, root: string, cwd: string, id: string, options: ExportOptions & { readonly json?: true }): Promise<void> {
  await showReport(context, cwd, await exportedReport(root, id, Date.now()), options);
}

/** As files where these were asked for, else as text, or as one JSON document. */
async function showReport(context: Context, cwd: string, report: ExportedReport, options: ExportOptions & { readonly json?: true }): Promise<void> {
  const written = await exportReport(context, cwd, report, options);
  if (options.json) writeJson(context.out, { ...report, sections: report.sections.map(({ heading, paragraphs, items, figure, table: rows }) => ({ heading, paragraphs, items, table: rows ?? figure?.table() ?? null })) });
  else if (!written) context.out.write(text(report));
}

function text({ name, word, headline, remarks, sections, facts }: ExportedReport): string {
  const parts = [[`${name}: ${word}`, headline, ...remarks].join('\n')];
  for (const { heading, paragraphs, items, figure, table: own, listsAttempts } of sections) {
    const rows = own ?? figure?.table();
    const shown = rows && !listsAttempts ? table([rows.columns.map(({ title }) => title), ...rows.rows.map((row) => row.map((cell) => cell.text))]).trimEnd() : '';
    const lines = [...paragraphs, ...items.map((item) => `- ${item}`), ...(shown === '' ? [] : [shown])];
    if (lines.length > 0) parts.push([`${heading}:`, ...lines].join('\n'));
  }
  parts.push(table(facts.map(({ name: fact, value }) => [fact, value])).trimEnd());
  return `${parts.map(plain).join('\n\n')}\n`;
}
