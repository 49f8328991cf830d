/** Reads markdown as a renderer does. */
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import type { Nodes, Root } from 'mdast';

export function parseMarkdown(text: string): Root {
  return remark().use(remarkGfm).parse(text);
}

/** The types of all nodes, in document order. */
export function nodeTypes(text: string): string[] {
  return allNodes(parseMarkdown(text)).map(({ type }) => type);
}

export function allNodes(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(allNodes) : [])];
}
