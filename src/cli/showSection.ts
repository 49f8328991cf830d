/** One section of a work item, by its path: as it is written, or taken apart. */
import path from 'node:path';
import { plain } from '../core/report/untrusted.js';
import { Refusal } from '../core/refusal.js';
import { parse } from '../core/workItem/parse.js';
import { describePath, pathOf, sectionAt } from '../core/workItem/sectionPath.js';
import { allSections } from '../core/workItem/sections.js';
import { positionAt } from '../core/workItem/text.js';
import { readText } from '../node/workItem/readText.js';
import { writeJson, type Output } from './context.js';

/** @throws Refusal `usage` if the file has no such section */
export async function showSection(out: Output, root: string, file: string, wanted: string, json: boolean): Promise<void> {
  const text = readText(path.join(root, file));
  const { item } = parse(text);
  const section = sectionAt(item, wanted);
  if (!section) {
    const paths = Array.from(allSections(item.sections), (each) => describePath(pathOf(item, each) ?? []));
    throw new Refusal('usage', `${file} has no section "${plain(wanted)}". Name one of:${paths.map((each) => `\n  ${plain(each)}`).join('') || ' (it has no headings)'}`);
  }
  const written = text.slice(section.whole.start, section.whole.end);
  if (!json) {
    out.write(`${plain(written).trimEnd()}\n`);
    return;
  }
  // Only here: the library takes longer to load than the rest of the verb.
  const { structureOf } = await import('../core/workItem/structure.js');
  const { line } = positionAt(text, section.whole.start);
  const blocks = structureOf(written)?.map((block) => moved(block, line - 1)) ?? null;
  writeJson(out, { path: file, section: describePath(pathOf(item, section) ?? []), line, text: written, blocks });
}

/** With the lines of the file. */
function moved<T extends { readonly line: number; readonly endLine: number }>(block: T, by: number): T {
  const inner = 'items' in block && Array.isArray(block.items) ? { items: (block.items as readonly { line: number; endLine: number }[]).map((item) => moved(item, by)) } : {};
  return { ...block, ...inner, line: block.line + by, endLine: block.endLine + by };
}
