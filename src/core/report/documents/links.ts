/** What can be opened from a report: its labels go to the panel, where they lead stays with the extension. */
import { SECTION_LIMITS } from '../../../protocol/document.js';

/** Another run's report; or a file in the folder of a run, by its path there. */
export type LinkTarget = { readonly run: string } | { readonly run: string; readonly file: string };

export class Links {
  readonly #labels: string[] = [];
  readonly #targets: LinkTarget[] = [];

  get labels(): readonly string[] {
    return this.#labels;
  }

  get targets(): readonly LinkTarget[] {
    return this.#targets;
  }

  /** `{ link }` for a cell, a row or a moment; nothing once there are too many. @param label what opens, such as `Open the report of the run before` */
  to(label: string, target: LinkTarget): { readonly link?: number } {
    if (this.#labels.length >= SECTION_LIMITS.links) return {};
    this.#targets.push(target);
    return { link: this.#labels.push(label) - 1 };
  }
}

/** A report of evidence, and where its links lead. */
export interface LinkedDocument<T> {
  readonly report: T;
  readonly targets: readonly LinkTarget[];
}
