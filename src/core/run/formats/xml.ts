/**
 * The XML that test tools write: elements, attributes, text, CDATA, as saxes reads them. It knows the five predefined entities and character references, and nothing
 * that a document could define: a DOCTYPE is refused, so there is nothing to expand and nothing to fetch. Linear in the length of the text.
 */
import { SaxesParser } from 'saxes';

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

/** Attributes of an element, and {@link HARMLESS} mistakes in a document, beyond which nobody wrote it in good faith: both cost more than what is read. */
const MAX_ATTRIBUTES = 1_000;
const MAX_MISTAKES = 10_000;

/** Characters that no XML may hold, and that tools write all the same where a test prints them. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const NO_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/**
 * What is against the rules and leaves no doubt where elements begin and end: references to what is no character or was never defined (`&#27;`, `&nbsp;`), `]]>` in text, an
 * attribute said twice, and text around the document, which a tool or a shell printed.
 */
const HARMLESS = /^(?:disallowed character|undefined entity|malformed character entity|disallowed character in entity name|empty entity name|text data outside of root node|duplicate attribute: .*|the string "\]\]>" is disallowed in char data)\.$/;

/** Reads a document; what is wrong with it comes back as a sentence, after the handler was called for what stands before. */
export function readXml(text: string, handler: XmlHandler): { readonly problem: string } | undefined {
  // In XML 1.1 a reference to a control character is none that is wrong.
  const parser = new SaxesParser({ position: false, xmlns: false, defaultXMLVersion: '1.1', forceXMLVersion: true });
  let [depth, attributesSoFar, mistakes] = [0, 0, 0];
  parser.on('error', ({ message }) => {
    if (!HARMLESS.test(message)) throw new Malformed(message.includes('doctype') ? DOCTYPE : `${message.replace(/\.$/, '').slice(0, 100)}, by the rules of XML`);
    mistakes += 1;
    if (mistakes > MAX_MISTAKES) throw new Malformed(`it is against the rules of XML in more than ${MAX_MISTAKES} places`);
  });
  parser.on('opentagstart', () => {
    attributesSoFar = 0;
  });
  parser.on('attribute', () => {
    attributesSoFar += 1;
    if (attributesSoFar > MAX_ATTRIBUTES) throw new Malformed(`an element has more than ${MAX_ATTRIBUTES} attributes`);
  });
  parser.on('doctype', () => {
    throw new Malformed(DOCTYPE);
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > MAX_DEPTH) throw new Malformed(`elements stand more than ${MAX_DEPTH} deep in each other`);
    handler.open({ name: localName(name), attributes: new Map(Object.entries(attributes).map(([key, value]) => [localName(key), value])) });
  });
  parser.on('text', (part) => {
    if (depth > 0) handler.text(part);
  });
  parser.on('cdata', (part) => handler.text(part));
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    handler.close(localName(name));
  });
  try {
    parser.write(text.slice(Math.max(0, text.indexOf('<'))).replace(NO_CHARACTERS, '\ufffd')).close();
    return undefined;
  } catch (error) {
    if (error instanceof Malformed) return { problem: error.message };
    throw error;
  }
}

/** Leaves the parser, which would go on. */
class Malformed extends Error {}

const DOCTYPE = 'it has a DOCTYPE, which could define entities and is never read';

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
