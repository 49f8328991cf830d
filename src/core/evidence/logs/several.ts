/** In a log without stamps, what is one failure though several of its lines stand at the left: a traceback with its error, a panic of Rust with what it says, what npm says at its end. */

const [PANICKED, TRACEBACK, HANDLING, CAUSE, NPM, NEW_NPM] = ["thread '", 'Traceback (most', 'During handling of the above exception', 'The above exception was the direct cause', 'npm ERR!', 'npm error'].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];

/** Told of each line that begins a record, and asked of each one behind it that is not indented. */
export class Several {
  private inside: 'nothing' | 'traceback' | 'error' | 'chain' | 'npm' = 'nothing';

  begin(bytes: Uint8Array, at: number): void {
    const first = bytes[at];
    this.inside = (first === 84 && stands(bytes, at, TRACEBACK)) || (first === 116 && stands(bytes, at, PANICKED)) ? 'traceback' : first === 110 && isNpm(bytes, at) ? 'npm' : 'nothing';
  }

  /** Whether the line goes on with the record. */
  goesOn(bytes: Uint8Array, at: number): boolean {
    if (this.inside === 'nothing') return false;
    if (this.inside === 'npm') return isNpm(bytes, at);
    if (this.inside === 'traceback') {
      // Behind its frames stands the error, and below the place of a panic its words.
      this.inside = 'error';
      return true;
    }
    const chained = stands(bytes, at, HANDLING) || stands(bytes, at, CAUSE);
    const next = this.inside === 'chain' && stands(bytes, at, TRACEBACK);
    this.inside = chained ? 'chain' : next ? 'traceback' : 'nothing';
    return chained || next;
  }
}

function isNpm(bytes: Uint8Array, at: number): boolean {
  return stands(bytes, at, NPM) || stands(bytes, at, NEW_NPM);
}

function stands(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[at + index] !== text[index]) return false;
  return true;
}
