/** Reports as files: `--html FILE` and `--svg FILE`. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { isOwnExport, reportHtml } from '../core/report/export/exportHtml.js';
import { reportSvg } from '../core/report/export/exportSvg.js';
import type { ExportedReport } from '../core/report/export/exported.js';
import { plain } from '../core/report/untrusted.js';
import { Refusal } from '../core/refusal.js';
import { errorCode } from '../node/errorCode.js';
import { createFile } from '../node/files/createFile.js';
import { replaceFile } from '../node/files/replaceFile.js';
import { systemReason } from '../node/run/systemReason.js';
import type { Context } from './context.js';

export interface ExportOptions {
  readonly html?: string;
  readonly svg?: string;
}

/**
 * Writes what the options ask for; `-` is standard output. A file that is there is replaced only if it is an earlier export.
 * @returns whether anything was asked for
 * @throws Refusal `usage` for a file that is somebody's, or a report without a picture; `unable` if it cannot be written
 */
export async function exportReport({ out, err }: Context, cwd: string, report: ExportedReport, { html, svg }: ExportOptions): Promise<boolean> {
  if (html === '-' && svg === '-') throw new Refusal('usage', 'Standard output takes one document: write --html FILE or --svg FILE.');
  const picture = svg === undefined ? undefined : reportSvg(report);
  if (svg !== undefined && picture === undefined) throw new Refusal('usage', `This report has no picture (${report.name.toLowerCase()}): export it with --html FILE.`);
  for (const [file, content] of [[html, html === undefined ? undefined : reportHtml(report)], [svg, picture]] as const) {
    if (file === undefined || content === undefined) continue;
    if (file === '-') out.write(content);
    else {
      await write(path.resolve(cwd, file), content);
      err.write(`${plain(`Written to ${file}`)}\n`);
    }
  }
  return html !== undefined || svg !== undefined;
}

async function write(file: string, content: string): Promise<void> {
  try {
    if (await createFile(file, content)) return;
    if (!isOwnExport(await beginning(file))) throw new Refusal('usage', `${file} is there already, and was not made by an export: name another file, or remove it.`);
    await replaceFile(file, content);
  } catch (error) {
    if (error instanceof Refusal || errorCode(error) === undefined) throw error;
    throw new Refusal('unable', `${file} cannot be written (${systemReason(error)}): name a file in a folder that is there and writable.`);
  }
}

async function beginning(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(1_000);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await handle.close();
  }
}
