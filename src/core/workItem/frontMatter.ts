/**
 * The only file that imports gray-matter. gray-matter executes front matter written in JavaScript unless it is told not to,
 * caches by content when it gets no options, and changes the file when it stringifies: so it gets only a block that the outline
 * has found to be plain `---`, always options, and is never asked to write.
 */
import matter from 'gray-matter';

/** The largest front matter that is read, in UTF-16 code units. */
const MAX_LENGTH = 64 * 1024;

export type FrontMatterResult = { readonly data: Readonly<Record<string, unknown>> } | { readonly problem: string };

function refuse(): never {
  throw new Error('Front matter may hold YAML only.');
}

const OPTIONS = { language: 'yaml', engines: { javascript: { parse: refuse, stringify: refuse }, json: { parse: refuse, stringify: refuse }, coffee: { parse: refuse, stringify: refuse } } };

/** Parses the YAML between two `---` lines. Never throws; what is malformed is a sentence. */
export function parseFrontMatter(inner: string): FrontMatterResult {
  if (inner.length > MAX_LENGTH) return { problem: `The front matter is longer than ${MAX_LENGTH / 1024} KB: move text into the body.` };
  try {
    const { data } = matter(`---\n${inner.replace(/\r\n?/g, '\n')}\n---\n`, OPTIONS) as { data: unknown };
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return { problem: 'The front matter is not a list of `field: value` lines.' };
    return { data: data as Record<string, unknown> };
  } catch (error) {
    return { problem: `The front matter is not valid YAML: ${firstLine(error)}. Mend it between the two \`---\` lines.` };
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? message).replace(/[.:\s]+$/, '');
}
