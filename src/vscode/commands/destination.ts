/** Where the evidence of a command goes: into the work item that it was called with, else into the active one unless the user says otherwise, else that is asked. */
import type { WorkItemRef } from '../adapters/references.js';
import type { Services } from '../services.js';
import type { Otherwise, Step } from './ask.js';
import { activeRecipient, askRecipient, givenRecipient, type Recipient } from './askWorkItem.js';
import type { Place } from './place.js';

export class Destination {
  private constructor(
    private readonly place: Place,
    private given: Recipient | undefined,
    private readonly active: string | undefined,
  ) {}

  /** @param item of the tree. @throws Refusal if the argument names a work item that there is not */
  static async of(item: WorkItemRef | undefined, argument: unknown, place: Place): Promise<Destination> {
    const named = item ?? (await givenRecipient(argument, place));
    const active = named ? undefined : await activeRecipient(argument, place);
    return new Destination(place, named ?? active, active?.workItem);
  }

  /** Questions that are still to be asked for it. */
  get questions(): 0 | 1 {
    return this.given ? 0 : 1;
  }

  /** For the other questions of the command: where it goes if nobody says otherwise. Undefined where there is nothing to say. */
  get otherwise(): Otherwise | undefined {
    const { active } = this;
    if (active === undefined || !this.given) return undefined;
    return {
      name: active.split('/').at(-1)?.replace(/\.md$/i, '') ?? active,
      choose: () => {
        this.given = undefined;
      },
    };
  }

  /** Undefined if the user leaves the question. */
  async recipient(step: Step, services: Services): Promise<Recipient | undefined> {
    return this.given ?? askRecipient(step, this.place.root, services);
  }
}
