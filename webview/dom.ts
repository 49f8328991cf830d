/** Making and changing elements. Text goes in by textContent only: nothing that came from outside is ever parsed as HTML. */

interface Traits {
  readonly class?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A new element with its children. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, traits?: Traits, ...children: readonly Node[]): HTMLElementTagNameMap[K];
export function el(tag: `vscode-${string}`, traits?: Traits, ...children: readonly Node[]): HTMLElement;
export function el(tag: string, traits: Traits = {}, ...children: readonly Node[]): HTMLElement {
  return dressed(document.createElement(tag), traits, children);
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, traits: Traits = {}, ...children: readonly Node[]): SVGElementTagNameMap[K] {
  return dressed(document.createElementNS(SVG, tag), traits, children);
}

function dressed<E extends Element>(element: E, { class: name, text, attributes = {} }: Traits, children: readonly Node[]): E {
  if (name !== undefined) element.setAttribute('class', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/** Sets the text where it differs: an unchanged node keeps the user's selection and is not announced again. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** A button that looks like a link: for what opens something in the editor. */
export function linkButton(text: string, label: string, onClick: () => void): HTMLButtonElement {
  const button = el('button', { class: 'link', text, attributes: { type: 'button', 'aria-label': label } });
  button.addEventListener('click', onClick);
  return button;
}
