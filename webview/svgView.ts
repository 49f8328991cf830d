/** Makes elements of a picture's tree. What its title and description say goes into a label: as elements they would be shown as tool tips over the whole picture. */
import type { SvgNode } from '../src/core/report/plots/svg.js';
import { svg } from './dom.js';

export function pictureElement(picture: SvgNode): SVGElement {
  const element = elementOf(picture);
  element.classList.add('plot');
  const words = picture.children.flatMap((child) => (typeof child !== 'string' && (child.tag === 'title' || child.tag === 'desc') ? child.children.filter((part) => typeof part === 'string') : []));
  element.setAttribute('aria-label', words.join('. '));
  return element;
}

function elementOf({ tag, attributes, children }: SvgNode): SVGElement {
  const parts = children.flatMap((child): Node[] => (typeof child === 'string' ? [new Text(child)] : child.tag === 'title' || child.tag === 'desc' ? [] : [elementOf(child)]));
  return svg(tag, { attributes }, ...parts);
}
