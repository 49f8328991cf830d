/**
 * A reader for the XML that test tools write: elements, attributes, text, CDATA. It knows the five predefined entities and character
 * references, and nothing that a document could define: a DOCTYPE is refused, so there is nothing to expand and nothing to fetch.
 * Linear in the length of the text.
 */

export interface XmlElement {
  /** Without a namespace prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

export interface XmlHandler {
  open(element: XmlElement): void;
  text(text: string): void;
  close(name: string): void;
}

/** Elements inside each other; result files have a handful. */
const MAX_DEPTH = 256;

/** Reads a document; what is wrong with it comes back as a sentence, after the handler was called for what stands before. */
export function readXml(text: string, handler: XmlHandler): { readonly problem: string } | undefined {
  const open: string[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let roots = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const end = next === -1 ? text.length : next;
    if (end > at && open.length > 0) handler.text(decoded(text.slice(at, end)));
    if (next === -1) break;
    if (text.startsWith('<![CDATA[', next)) {
      const close = text.indexOf(']]>', next);
      if (close === -1) return { problem: 'a CDATA section is never closed' };
      if (open.length > 0) handler.text(text.slice(next + 9, close));
      at = close + 3;
    } else if (text.startsWith('<!--', next)) {
      const close = text.indexOf('-->', next + 4);
      if (close === -1) return { problem: 'a comment is never closed' };
      at = close + 3;
    } else if (text.startsWith('<!', next)) {
      return { problem: 'it has a DOCTYPE, which could define entities and is never read' };
    } else if (text.startsWith('<?', next)) {
      const close = text.indexOf('?>', next);
      if (close === -1) return { problem: 'a processing instruction is never closed' };
      at = close + 2;
    } else if (text.startsWith('</', next)) {
      const close = text.indexOf('>', next);
      const name = close === -1 ? '' : localName(text.slice(next + 2, close).trim());
      if (open.pop() !== name || close === -1) return { problem: `</${name.slice(0, 40)}> closes nothing that is open` };
      handler.close(name);
      at = close + 1;
    } else {
      const tag = readTag(text, next);
      if (!tag) return { problem: 'a tag is malformed' };
      if (open.length === 0 && (roots += 1) > 1) return { problem: 'it has more than one root element' };
      if (open.length >= MAX_DEPTH) return { problem: `elements stand more than ${MAX_DEPTH} deep in each other` };
      handler.open(tag.element);
      if (tag.empty) handler.close(tag.element.name);
      else open.push(tag.element.name);
      at = tag.end;
    }
  }
  return open.length > 0 ? { problem: `<${open.at(-1)?.slice(0, 40) ?? ''}> is never closed` } : undefined;
}

const NAME = /[^\s<>/=&'"]+/y;
const ATTRIBUTE = /\s+([^\s<>/=&'"]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s*(\/?)>/y;

function readTag(text: string, start: number): { element: XmlElement; empty: boolean; end: number } | undefined {
  NAME.lastIndex = start + 1;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  const attributes = new Map<string, string>();
  let at = start + 1 + name.length;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const attribute = ATTRIBUTE.exec(text);
    if (!attribute) break;
    attributes.set(localName(attribute[1] ?? ''), decoded(attribute[2] ?? attribute[3] ?? ''));
    at = ATTRIBUTE.lastIndex;
  }
  TAG_END.lastIndex = at;
  const end = TAG_END.exec(text);
  return end ? { element: { name: localName(name), attributes }, empty: end[1] === '/', end: TAG_END.lastIndex } : undefined;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: '\'' };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));/g, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return PREDEFINED[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });
}
