/** Links from a work item into a run's folder. */
import { inlineCode } from './untrusted.js';

/** `[`text`](folder/path)`, every part of the path escaped, so that none can end the link. */
export function linkTo(text: string, folder: string, path = ''): string {
  const parts = [...folder.split('/'), ...path.split('/')].filter((part, index) => part !== '' || index === 0);
  return `[${inlineCode(text)}](${parts.map(escapedPart).join('/')})`;
}

/** The folder of another run, beside the one of this run. */
export function besideRun(runFolder: string, id: string): string {
  return [...runFolder.split('/').slice(0, -1), id].join('/');
}

function escapedPart(part: string): string {
  // Half of a surrogate pair cannot be encoded.
  const whole = part.replace(/\p{Surrogate}/gu, '\ufffd');
  return encodeURIComponent(whole).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
