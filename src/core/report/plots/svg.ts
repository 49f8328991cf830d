/** Pictures as trees of SVG elements: the panel makes elements of them, an export text. Text from outside is text in both, never markup. */

export type SvgTag = 'svg' | 'g' | 'path' | 'rect' | 'line' | 'text' | 'title' | 'desc';

export interface SvgNode {
  readonly tag: SvgTag;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (SvgNode | string)[];
}

/** Numbers are written in hundredths, which are finer than anything that is drawn. */
export function node(tag: SvgTag, attributes: Readonly<Record<string, string | number>> = {}, ...children: readonly (SvgNode | string)[]): SvgNode {
  return { tag, attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, typeof value === 'number' ? String(hundredths(value)) : value])), children };
}

export interface PictureWords {
  /** What the picture is of, in a few words. */
  readonly name: string;
  /** What it shows, in a sentence or two, for whoever does not see it. */
  readonly description: string;
}

/** The root of a picture, with its words for screen readers. @param width px @param height px */
export function picture(width: number, height: number, { name, description }: PictureWords, ...children: readonly SvgNode[]): SvgNode {
  const size = { width: hundredths(width), height: hundredths(height) };
  return node('svg', { ...size, viewBox: `0 0 ${size.width} ${size.height}`, role: 'img' }, node('title', {}, name), node('desc', {}, description), ...children);
}

/** The picture as text. @param root attributes of the root element that only a file needs, such as its name space */
export function svgText({ tag, attributes, children }: SvgNode, root: Readonly<Record<string, string>> = {}): string {
  const written = Object.entries({ ...root, ...attributes }).map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  if (children.length === 0) return `<${tag}${written}/>`;
  return `<${tag}${written}>${children.map((child) => (typeof child === 'string' ? escaped(child) : svgText(child))).join('')}</${tag}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What XML cannot hold (https://www.w3.org/TR/xml/#charsets): control characters, halves of surrogate pairs, two non-characters. */
// eslint-disable-next-line no-control-regex -- control characters are the subject
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** Text as it may stand in an element or an attribute, of XML as of HTML. */
export function escaped(text: string): string {
  return text.replace(UNWRITABLE, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
