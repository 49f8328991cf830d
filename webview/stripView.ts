/** The strip of attempts: drawn as a few SVG paths, with one button on it that is the cursor for keyboard and screen reader. */
import { cellAt, cellBox, markText, stripLayout, stripMarks, stripPaths, type StripLayout, type StripMark } from '../src/core/report/strip.js';
import { REPORT_OUTCOMES, type ReportModel } from '../src/protocol/report.js';
import { el, setAttribute, setText, svg } from './dom.js';
import type { Ask } from './host.js';
import { STRIP_IDLE, STRIP_KEYS } from './words.js';

interface StripOptions {
  readonly ask: Ask;
  /** Where the cursor stood before a reload: index of an attempt. */
  readonly cursor: number | undefined;
  readonly onCursor: (cursor: number) => void;
}

export class StripView {
  readonly #paths = new Map([...REPORT_OUTCOMES, 'pending' as const].map((kind) => [kind, svg('path', { class: `mark mark-${kind}` })]));
  readonly #svg = svg('svg', { attributes: { 'aria-hidden': 'true' } }, ...this.#paths.values());
  readonly #hover = el('div', { class: 'hover', attributes: { hidden: '' } });
  readonly #strip = el('div', { class: 'strip', attributes: { role: 'group' } }, this.#svg, this.#hover);
  /** What the pointer or the cursor is on. The cursor's own label carries the same words. */
  readonly #readout = el('p', { class: 'readout', attributes: { 'aria-hidden': 'true' } });
  readonly #scale = el('p', { class: 'scale' });
  readonly element = el('div', {}, this.#strip, this.#scale, this.#readout, el('p', { class: 'visually-hidden', text: STRIP_KEYS, attributes: { id: 'strip-keys' } }));

  readonly #options: StripOptions;
  #cursor: number | undefined;
  #button: HTMLButtonElement | undefined;
  #pointed: number | undefined;
  #model: ReportModel | undefined;
  #layout: StripLayout = stripLayout(0, 0);
  #marks: readonly StripMark[] = [];
  #titles = new Map<number, string>();
  #width = 0;

  constructor(options: StripOptions) {
    this.#options = options;
    this.#cursor = options.cursor;
    this.#strip.addEventListener('pointermove', (event) => this.#point(this.#markAt(event)?.index));
    this.#strip.addEventListener('pointerleave', () => this.#point(undefined));
    this.#strip.addEventListener('click', (event) => {
      // The button lets the pointer through: a click on it comes from the keyboard or a screen reader, and has no place.
      const mark = event.target === this.#button ? this.#current() : this.#markAt(event);
      if (mark) this.#open(mark);
    });
    this.#strip.addEventListener('keydown', (event) => this.#key(event));
    this.#strip.addEventListener('focusin', () => this.#tell());
    this.#strip.addEventListener('focusout', () => this.#tell());
    new ResizeObserver(() => {
      if (this.#strip.clientWidth === this.#width) return;
      this.#draw();
    }).observe(this.#strip);
  }

  show(model: ReportModel): void {
    this.#model = model;
    this.#titles = new Map(model.head.groups.map(({ index, title }) => [index, title]));
    this.#draw();
  }

  #draw(): void {
    const model = this.#model;
    if (!model) return;
    const { head, attempts } = model;
    this.#width = this.#strip.clientWidth;
    const total = head.state === 'running' ? Math.max(head.planned, attempts.outcome.length) : attempts.outcome.length;
    this.#layout = stripLayout(total, this.#width);
    this.#marks = stripMarks(attempts, this.#layout);
    const { width, height, perMark } = this.#layout;
    setAttribute(this.#svg, 'width', String(width));
    setAttribute(this.#svg, 'height', String(height));
    for (const [kind, d] of stripPaths(this.#marks, this.#layout)) {
      const path = this.#paths.get(kind);
      if (path) setAttribute(path, 'd', d);
    }
    setAttribute(this.#strip, 'aria-label', `Attempts, ${attempts.outcome.length}${head.planned === 0 ? '' : ` of ${head.planned}`}`);
    setText(this.#scale, scaleText(perMark, head.finished - attempts.outcome.length));
    this.#place();
    this.#tell();
  }

  /** Puts the one button on the mark that holds the cursor. A new button for a new mark: screen readers announce a focus that moves, not a label that changes. */
  #place(focus = false): void {
    const mark = this.#current();
    if (!mark) {
      this.#button?.remove();
      this.#button = undefined;
      return;
    }
    const old = this.#button;
    const button = old?.dataset['mark'] === String(mark.index) ? old : el('button', { class: 'cursor', attributes: { type: 'button', 'aria-describedby': 'strip-keys', 'data-mark': String(mark.index) } });
    setAttribute(button, 'aria-label', this.#words(mark));
    const { x, y, side } = cellBox(this.#layout, mark.index);
    Object.assign(button.style, { left: `${x}px`, top: `${y}px`, width: `${side}px`, height: `${side}px` });
    if (button === old) return;
    const focused = focus || (old !== undefined && old === document.activeElement);
    this.#strip.append(button);
    if (focused) button.focus();
    old?.remove();
    this.#button = button;
  }

  /** The mark under the cursor; before the user moved it, the first one that did not pass. */
  #current(): StripMark | undefined {
    const first = this.#marks[0];
    if (this.#cursor === undefined) return this.#marks.find(({ outcome }) => outcome !== 'pass') ?? first;
    return this.#marks[Math.min(this.#marks.length - 1, Math.floor(this.#cursor / this.#layout.perMark))] ?? first;
  }

  #markAt({ clientX, clientY }: MouseEvent): StripMark | undefined {
    const { left, top } = this.#svg.getBoundingClientRect();
    const cell = cellAt(this.#layout, clientX - left, clientY - top);
    return cell === undefined ? undefined : this.#marks[cell];
  }

  #point(index: number | undefined): void {
    if (index === this.#pointed) return;
    this.#pointed = index;
    this.#hover.hidden = index === undefined;
    if (index !== undefined) {
      const { x, y, side } = cellBox(this.#layout, index);
      Object.assign(this.#hover.style, { left: `${x}px`, top: `${y}px`, width: `${side}px`, height: `${side}px` });
    }
    this.#tell();
  }

  #key(event: KeyboardEvent): void {
    const current = this.#current();
    if (!current || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = this.#target(event.key, current.index);
    if (to === undefined) return;
    event.preventDefault();
    const mark = this.#marks[Math.max(0, Math.min(this.#marks.length - 1, to))];
    if (mark) this.#moveTo(mark);
  }

  #target(key: string, from: number): number | undefined {
    const { columns } = this.#layout;
    const notPassed = ({ outcome }: StripMark): boolean => outcome !== 'pass';
    switch (key) {
      case 'ArrowLeft': return from - 1;
      case 'ArrowRight': return from + 1;
      case 'ArrowUp': return from < columns ? from : from - columns;
      case 'ArrowDown': return from + columns < this.#marks.length ? from + columns : from;
      case 'Home': return 0;
      case 'End': return this.#marks.length - 1;
      case 'PageDown': return this.#marks.slice(from + 1).find(notPassed)?.index ?? from;
      case 'PageUp': return this.#marks.slice(0, from).findLast(notPassed)?.index ?? from;
      default: return undefined;
    }
  }

  #moveTo(mark: StripMark): void {
    this.#cursor = mark.worst;
    this.#options.onCursor(mark.worst);
    this.#place(true);
    this.#tell();
  }

  #open(mark: StripMark): void {
    this.#moveTo(mark);
    const attempt = this.#model?.attempts.attempt[mark.worst];
    if (attempt !== undefined) this.#options.ask({ type: 'openLog', attempt });
  }

  #tell(): void {
    const mark = this.#pointed === undefined ? (this.#button === document.activeElement ? this.#current() : undefined) : this.#marks[this.#pointed];
    setText(this.#readout, mark ? this.#words(mark) : this.#marks.length > 0 ? STRIP_IDLE : '');
  }

  #words(mark: StripMark): string {
    const attempts = this.#model?.attempts;
    if (!attempts) return '';
    const title = this.#titles.get(attempts.group[mark.worst] ?? -1);
    return `${markText(mark, attempts)}${title === undefined ? '' : `: ${title}`}`;
  }
}

function scaleText(perMark: number, notDrawn: number): string {
  const scale = perMark > 1 ? `Each mark stands for ${perMark} attempts and shows the worst of them.` : '';
  const rest = notDrawn > 0 ? `${notDrawn} later attempts are counted but not drawn.` : '';
  return [scale, rest].filter((part) => part !== '').join(' ');
}
