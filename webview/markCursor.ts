/**
 * One button over a plot that stands on one of its marks: what the arrow keys move, what a screen reader reads, what Enter opens. The pointer reaches every mark itself.
 */
import { el, setAttribute, setText } from './dom.js';

/** px, from the plot's upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the cursor stands on, by index. */
export interface MarkSource {
  readonly count: number;
  box(index: number): Box;
  words(index: number): string;
  /** A failure, or something else that is looked for. */
  notable(index: number): boolean;
  /** The mark at a point; undefined beside all of them. */
  at(x: number, y: number): number | undefined;
  /** Where a step up or down leads; undefined in a plot that has no rows. */
  vertical(index: number, down: boolean): number | undefined;
}

const NONE: MarkSource = { count: 0, box: () => ({ x: 0, y: 0, width: 0, height: 0 }), words: () => '', notable: () => false, at: () => undefined, vertical: () => undefined };

interface CursorOptions {
  /** Id of the element that explains the keys. */
  readonly keysId: string;
  /** What is said while nothing is pointed at. */
  readonly idle: string;
  /** @param index of the mark */
  readonly onOpen: (index: number) => void;
  readonly onMove: (index: number) => void;
}

export class MarkCursor {
  readonly #hover = el('div', { class: 'hover', attributes: { hidden: '' } });
  /** What the pointer or the cursor is on. The cursor's own label carries the same words. */
  readonly readout = el('p', { class: 'readout', attributes: { 'aria-hidden': 'true' } });
  readonly #plot: HTMLElement;
  readonly #options: CursorOptions;
  #marks = NONE;
  #current: number | undefined;
  #button: HTMLButtonElement | undefined;
  #pointed: number | undefined;

  /** @param plot the element that holds the picture at its upper left corner */
  constructor(plot: HTMLElement, options: CursorOptions) {
    this.#plot = plot;
    this.#options = options;
    plot.append(this.#hover);
    plot.addEventListener('pointermove', (event) => this.#point(this.#under(event)));
    plot.addEventListener('pointerleave', () => this.#point(undefined));
    plot.addEventListener('click', (event) => {
      // The button lets the pointer through: a click on it comes from the keyboard or a screen reader, and has no place.
      const index = event.target === this.#button ? this.#current : this.#under(event);
      if (index !== undefined) this.#open(index);
    });
    plot.addEventListener('keydown', (event) => this.#key(event));
    plot.addEventListener('focusin', () => this.#tell());
    plot.addEventListener('focusout', () => this.#tell());
  }

  /** @param current the mark to stand on; undefined for the first one that is looked for */
  show(marks: MarkSource, current: number | undefined): void {
    this.#marks = marks;
    this.#current = marks.count === 0 ? undefined : Math.min(marks.count - 1, current ?? this.#next(-1, 1) ?? 0);
    this.#point(undefined);
    this.#place();
    this.#tell();
  }

  /** Puts the one button on the mark. A new button for a new mark: screen readers announce a focus that moves, not a label that changes. */
  #place(focus = false): void {
    const index = this.#current;
    const old = this.#button;
    if (index === undefined) {
      old?.remove();
      this.#button = undefined;
      return;
    }
    const button = old?.dataset['mark'] === String(index) ? old : el('button', { class: 'cursor', attributes: { type: 'button', 'aria-describedby': this.#options.keysId, 'data-mark': String(index) } });
    setAttribute(button, 'aria-label', this.#marks.words(index));
    lay(button, this.#marks.box(index));
    if (button === old) return;
    const focused = focus || (old !== undefined && old === document.activeElement);
    this.#plot.append(button);
    if (focused) button.focus();
    old?.remove();
    this.#button = button;
  }

  #under({ clientX, clientY }: MouseEvent): number | undefined {
    const { left, top } = this.#plot.getBoundingClientRect();
    return this.#marks.at(clientX - left, clientY - top);
  }

  #point(index: number | undefined): void {
    const mark = index !== undefined && index < this.#marks.count ? index : undefined;
    if (mark === this.#pointed) return;
    this.#pointed = mark;
    this.#hover.hidden = mark === undefined;
    if (mark !== undefined) lay(this.#hover, this.#marks.box(mark));
    this.#tell();
  }

  #key(event: KeyboardEvent): void {
    if (this.#current === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = this.#target(event.key, this.#current);
    if (to === undefined) return;
    event.preventDefault();
    this.#moveTo(Math.max(0, Math.min(this.#marks.count - 1, to)));
  }

  #target(key: string, from: number): number | undefined {
    switch (key) {
      case 'ArrowLeft': return from - 1;
      case 'ArrowRight': return from + 1;
      case 'ArrowUp': return this.#marks.vertical(from, false) ?? from - 1;
      case 'ArrowDown': return this.#marks.vertical(from, true) ?? from + 1;
      case 'Home': return 0;
      case 'End': return this.#marks.count - 1;
      case 'PageDown': return this.#next(from, 1) ?? from;
      case 'PageUp': return this.#next(from, -1) ?? from;
      default: return undefined;
    }
  }

  /** The next mark that is looked for. */
  #next(from: number, step: 1 | -1): number | undefined {
    for (let index = from + step; index >= 0 && index < this.#marks.count; index += step) if (this.#marks.notable(index)) return index;
    return undefined;
  }

  #moveTo(index: number): void {
    this.#current = index;
    this.#options.onMove(index);
    this.#place(true);
    this.#tell();
  }

  #open(index: number): void {
    this.#moveTo(index);
    this.#options.onOpen(index);
  }

  #tell(): void {
    const focused = this.#button !== undefined && this.#button === document.activeElement ? this.#current : undefined;
    const mark = this.#pointed ?? focused;
    setText(this.readout, mark !== undefined ? this.#marks.words(mark) : this.#marks.count > 0 ? this.#options.idle : '');
  }
}

function lay(element: HTMLElement, { x, y, width, height }: Box): void {
  Object.assign(element.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
}
