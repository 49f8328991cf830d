/** `--client 'label=NAME=value command arguments'`: the user's own client, as a row of the matrix. */
import { commandWords } from '../../run/commandWords.js';
import { bracketed } from '../address.js';
import type { EndpointTarget } from '../types.js';

export interface UserClient {
  readonly label: string;
  /** May hold placeholders: see {@link filledIn}. */
  readonly words: readonly string[];
  /** Variables that stand before the command, as in a shell. They may hold placeholders too. */
  readonly variables: Readonly<Record<string, string>>;
  /** It takes a literal address: it is asked once for each. */
  readonly addressed: boolean;
  /** It takes its port from us: it can be sent to a listener of our own. */
  readonly ported: boolean;
}

/** Labels that are taken, by clients of our own. */
const TAKEN = ['socket', 'node', 'node-default', 'curl'];

/** Takes `label=command` apart, or says in a sentence what is wrong. @param windows see `commandWords` */
export function parseClient(text: string, windows: boolean): UserClient | { readonly problem: string } {
  const match = /^(?<label>[A-Za-z0-9][\w.+-]{0,39})=(?<line>.+)$/s.exec(text.trim())?.groups;
  const label = match?.['label'] ?? '';
  if (!match) return { problem: "Write --client 'LABEL=COMMAND', such as --client 'dotnet=dotnet run -- {host} {port}'." };
  if (TAKEN.includes(label)) return { problem: `The label ${label} is taken by a client of the matrix itself: choose another one.` };
  // With a word before them, assignments are words like others.
  const parsed = commandWords(`command ${match['line'] ?? ''}`, windows);
  if ('problem' in parsed) return { problem: `--client ${label}: ${parsed.problem}` };
  if ('shell' in parsed) return { problem: `--client ${label}: ${parsed.because} needs a shell, and clients run without one: write ${label}=sh -c '…', or put the line into a script.` };
  const words = parsed.words.slice(1);
  const variables: Record<string, string> = {};
  for (let assigned = /^([A-Za-z_]\w*)=(.*)$/s.exec(words[0] ?? ''); assigned; assigned = /^([A-Za-z_]\w*)=(.*)$/s.exec(words[0] ?? '')) {
    variables[assigned[1] ?? ''] = assigned[2] ?? '';
    words.shift();
  }
  if (words.length === 0) return { problem: `--client ${label} has no command: write ${label}=COMMAND ARGUMENTS.` };
  const all = [...words, ...Object.values(variables)].join('\n');
  return { label, words, variables, addressed: all.includes('{address}'), ported: /\{(?:port|url)\}/.test(all) };
}

/** Where a client is sent. */
export interface Destination {
  /** The name, or the literal address in its place. */
  readonly host: string;
  /** Literal. */
  readonly address: string;
  readonly port: number;
}

/** `{host}`, `{port}`, `{address}` and `{url}` (the target's URL with host and port of the destination) replaced, in words and variables. */
export function filledIn({ words, variables }: UserClient, target: EndpointTarget, { host, address, port }: Destination): { words: string[]; variables: Record<string, string> } {
  const url = `${target.scheme}://${bracketed(host)}:${port}${target.http?.path ?? ''}`;
  const values: Readonly<Record<string, string>> = { '{host}': host, '{port}': String(port), '{address}': address, '{url}': url };
  const fill = (text: string): string => text.replace(/\{(?:host|port|address|url)\}/g, (name) => values[name] ?? name);
  return { words: words.map(fill), variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, fill(value)])) };
}
