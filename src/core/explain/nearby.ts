/** What a text names beside an error: the endpoint or the file that it is about. */
import { parseTarget } from '../probe/target.js';
import type { EndpointTarget } from '../probe/types.js';
import { shellWord } from '../probe/replay.js';
import { hostPort } from '../probe/address.js';
import type { Question } from './types.js';

/** Lines around an error that may name what it is about. */
const LINES_AROUND = 2;

const MAX_WINDOW = 2_000;

/** A URL; an address with a port, brackets forgotten as Node does; a name with a port behind words that announce one; curl's `HOST port PORT`. */
const ENDPOINTS: readonly RegExp[] = [
  /\b(?:https?|wss?|grpcs?):\/\/(?:[^\s/@"'<>]{1,200}@)?(?:\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::\d{1,5})?(?:\/[^\s"'<>\\)\]}|,;`]{0,500})?/gi,
  /\[[0-9a-f:.]{2,45}\]:\d{2,5}\b/gi,
  /(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}|localhost):\d{2,5}\b(?![\w.]*:)/gi,
  /(?<=\b(?:ECONN[A-Z]+|ETIMEDOUT|connect|listen) )(?<bare>::\d{0,4}|[0-9a-f]{0,4}(?::{1,2}[0-9a-f]{1,4}){2,7}):(?<barePort>\d{2,5})\b/gi,
  /(?<=\bdial (?:tcp|udp)[46]? |\bconnect(?:ing|ion)? to |\(|\bto host )[a-z0-9_][a-z0-9_.-]{0,252}:\d{2,5}\b/gi,
  /\b(?:connect to|host[ =]) ?(?<curlHost>[a-z0-9_.:-]{1,253}),? port[ =](?<curlPort>\d{1,5})\b/gi,
  /(?<=\b(?:ENOTFOUND|EAI_AGAIN|getaddrinfo|lookup|resolve host:?|UnknownHostException:?) )(?<name>[a-z0-9_](?:[a-z0-9_-]{0,60}\.){0,8}[a-z0-9_-]{1,60})\b/gi,
  /(?<=:)(?<port>\d{2,5})(?=: bind: )|(?<=\bport )(?<port2>\d{2,5})\b|(?<=\bin use )[^\s:]{0,45}:{1,3}(?<port3>\d{2,5})\b/gi,
];

const FILES: readonly RegExp[] = [
  /(?<=\b(?:open|stat|lstat|scandir|mkdir|unlink|access|rmdir|readlink|chdir|spawn|No such file or directory:|Permission denied:) ?)'([^'\n]{1,400})'/g,
  /(?<=\b(?:open|stat|lstat|mkdir|remove|fork\/exec|chdir) )([^\s:'"]{1,400})(?=: )/g,
  /(?<=^|\s)((?:\.{0,2}\/|[A-Za-z]:\\)[^\s:'"]{1,400})(?=:? \(?(?:No such|Permission|Is a dir|Not a dir|Read-only|Text file))/gim,
];

/** The text around an error, on its own line first. */
function windows(text: string, start: number, end: number): string[] {
  let from = start;
  let to = end;
  const grow = (): string => {
    from = Math.max(text.lastIndexOf('\n', from - 2) + 1, start - MAX_WINDOW, 0);
    const next = text.indexOf('\n', to + 1);
    to = Math.min(next < 0 ? text.length : next, end + MAX_WINDOW);
    return text.slice(from, to);
  };
  const own = text.slice(Math.max(text.lastIndexOf('\n', start - 1) + 1, start - MAX_WINDOW), Math.min(lineEnd(text, end), end + MAX_WINDOW));
  return [own, ...Array.from({ length: LINES_AROUND }, grow)];
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

/** What the text says of the place of an error. */
export interface Nearby {
  readonly endpoint?: EndpointTarget;
  readonly file?: string;
}

export function nearby(text: string, start: number, end: number): Nearby {
  const around = windows(text, start, end);
  const endpoint = around.map(endpointIn).find((found) => found !== undefined);
  const file = FILES.map((pattern) => new RegExp(pattern).exec(around[0] ?? '')?.[1]).find((found) => found !== undefined);
  return { ...(endpoint && { endpoint }), ...(file !== undefined && { file }) };
}

function endpointIn(text: string): EndpointTarget | undefined {
  for (const pattern of ENDPOINTS) {
    for (const { 0: spelt, groups = {} } of text.matchAll(pattern)) {
      const target = parseTarget(spelling(spelt, groups));
      if (!('problem' in target) && target.kind === 'endpoint') return target;
    }
  }
  return undefined;
}

function spelling(spelt: string, { bare, barePort, curlHost, curlPort, name, port, port2, port3 }: Readonly<Record<string, string | undefined>>): string {
  if (bare !== undefined) return `[${bare}]:${barePort ?? ''}`;
  if (curlHost !== undefined) return hostPort(curlHost, Number(curlPort));
  // A name alone is resolved by any probe; a port is needed for a target.
  if (name !== undefined) return `http://${name}/`;
  return port ?? port2 ?? port3 ?? spelt.replace(/[.,]+$/, '');
}

/** The command line that settles a question about what is nearby; words in capitals are the user's to fill in. */
export function commandFor(question: Question, { endpoint, file }: Nearby): string {
  const at = endpoint?.text ?? 'HOST:PORT';
  const place = endpoint ? hostPort(endpoint.host, endpoint.port) : 'HOST:PORT';
  switch (question) {
    case 'endpoint':
    case 'dns':
      return words('probe', at);
    case 'client':
      return `${words('probe', at)} --matrix --client 'client=COMMAND OF THE CLIENT THAT FAILS'`;
    case 'tls':
      return words('probe', endpoint && /^(?:https|wss|grpcs|tls)$/.test(endpoint.scheme) ? at : `tls://${place}`);
    case 'listener':
      return words('probe', endpoint ? `:${endpoint.port}` : ':PORT');
    case 'file':
      return words('probe', `file:${file ?? 'PATH'}`);
    case 'ready':
      return endpoint?.http ? `${words('wait', at)} --for http:2xx` : words('wait', at);
    case 'grpc':
      return words('probe', `grpc://${place}`);
    case 'machine':
      return 'casebook snapshot';
  }
}

function words(verb: string, target: string): string {
  return `casebook ${verb} ${shellWord(target)}`;
}
