/** A probe's target: from what the user wrote to host, port and path. */
import { bounded, clean } from '../report/untrusted.js';
import { localTarget } from './localTarget.js';
import { SCHEMES, SECURE_SCHEMES, type EndpointTarget, type ProbeTarget, type Scheme } from './types.js';

/** Why a text is not a target, as a sentence that says what to do. */
interface TargetProblem {
  readonly problem: string;
}

const FORMS = 'Write http://HOST:PORT/PATH, https://HOST/PATH, ws://, wss://, h2c://, grpc://, grpcs://, tls://, HOST:PORT, :PORT for this machine, process:NAME or file:PATH.';

/**
 * Takes a target apart: a URL of one of the {@link SCHEMES}, `HOST:PORT`, `[::1]:8080`, `:8080` or `8080` for localhost, `process:NAME`, `process:PID`,
 * `file:PATH`. A user name and password in a URL are dropped here, so that nothing later can send or print them. No text is a command: see `commandTarget`.
 */
export function parseTarget(text: string): ProbeTarget | TargetProblem {
  const written = text.trim();
  if (written === '') return { problem: `The target is empty. ${FORMS}` };
  const local = localTarget(written);
  if (local) return local;
  // The URL parser would silently remove tabs and newlines.
  // eslint-disable-next-line no-control-regex -- control characters are the subject
  if (/[\s\u0000-\u001f\u007f]/.test(written)) return { problem: `A target has no spaces or control characters. ${FORMS}` };
  const wanted = /^([a-z][a-z0-9+.-]*):\/\//i.exec(written)?.[1]?.toLowerCase();
  if (wanted === undefined) return parseHostPort(written);
  const scheme = SCHEMES.find((known) => known === wanted);
  if (!scheme) return { problem: `${wanted}:// cannot be probed. ${FORMS}` };
  return parseUrl(written, scheme);
}

function parseUrl(written: string, scheme: Scheme): EndpointTarget | TargetProblem {
  const authority = /^[^/]*\/\/([^/?#\\]*)/.exec(written)?.[1] ?? '';
  const digits = /:(\d+)$/.exec(authority)?.[1];
  const portProblem = checkPort(digits);
  if (portProblem !== undefined) return { problem: `${shown(written)}: ${portProblem}` };
  // What the URL parser reads as https: names, addresses and default ports go by it.
  const secure = SECURE_SCHEMES.includes(scheme);
  // The parser knows names and addresses only behind the schemes of the web.
  const url = authority === '' ? undefined : parsed(written.replace(/^[^:]*/, secure ? 'https' : 'http'));
  const host = url && hostOf(url);
  if (!url || !host) return { problem: `${shown(written)} is not a URL with a host. ${FORMS}` };
  const text = clean(written.replace(/^([a-z0-9]+:\/\/)[^/?#\\]*@/i, '$1'));
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  if (scheme === 'tcp' || scheme === 'tls') {
    if (scheme === 'tcp' && digits === undefined) return { problem: `${shown(written)} has no port: write tcp://HOST:PORT.` };
    if (`${url.pathname}${url.search}` !== '/') return { problem: `${shown(written)} has a path, which ${scheme} knows nothing of: write ${scheme}://HOST:PORT, or the scheme of what is spoken there.` };
    return { kind: 'endpoint', text, scheme, ...host, port };
  }
  return {
    kind: 'endpoint',
    text,
    scheme,
    ...host,
    port,
    http: { path: url.pathname + url.search, hostHeader: url.host, userinfoDropped: url.username !== '' || url.password !== '' },
  };
}

function parseHostPort(written: string): EndpointTarget | TargetProblem {
  if (/[@?#\\]/.test(written)) return { problem: `${shown(written)} is not HOST:PORT. ${FORMS}` };
  if (written.includes('/')) return { problem: `${shown(written)} has a path, but no scheme: write http://${shown(written)} if HTTP is spoken there.` };
  const match = /^(?:(?<bracketed>\[[^\]]*\])|(?<plain>[^:[\]]*)):(?<port>\d+)$|^(?<only>\d+)$/.exec(written);
  if (!match?.groups) return { problem: hostPortProblem(written) };
  const { bracketed, plain, port, only } = match.groups;
  const digits = port ?? only ?? '';
  const portProblem = checkPort(digits);
  if (portProblem !== undefined) return { problem: `${shown(written)}: ${portProblem}` };
  // The URL parser gives names in ASCII and addresses in their usual form.
  const url = parsed(`http://${bracketed ?? (plain === undefined || plain === '' ? 'localhost' : plain)}/`);
  const host = url && hostOf(url);
  if (!host) return { problem: `${shown(written)} has no host that could be asked. ${FORMS}` };
  return { kind: 'endpoint', text: clean(written), scheme: 'tcp', ...host, port: Number(digits) };
}

function hostPortProblem(written: string): string {
  const colons = written.split(':').length - 1;
  if (colons > 1 && !written.startsWith('[')) return `${shown(written)} does not say where the address ends: write [ADDRESS]:PORT, such as [::1]:8080.`;
  if (/^\[[^\]]*\]$/.test(written) || colons === 0) return `${shown(written)} has no port: write ${shown(written)}:PORT, or http://${shown(written)}/.`;
  return `${shown(written)} is not HOST:PORT; the port is a number. ${FORMS}`;
}

/** What is wrong with a port, as a sentence; undefined if nothing is, or none was given. */
function checkPort(digits: string | undefined): string | undefined {
  if (digits === undefined) return undefined;
  const port = Number(digits);
  return port >= 1 && port <= 65_535 ? undefined : `${bounded(digits, 12)} is not a port that can be connected to. Ports go from 1 to 65535.`;
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined; // The constructor's only way to say that this is no URL.
  }
}

/** Host and family of a parsed URL. A name that could be taken for an option of the commands that replay a probe is no host. */
function hostOf(url: URL): { host: string; literal?: 4 | 6 } | undefined {
  const name = url.hostname;
  if (name.startsWith('[')) return { host: name.slice(1, -1), literal: 6 };
  // The URL parser has checked each number of what looks like an address.
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return { host: name, literal: 4 };
  return /^[a-z0-9_][a-z0-9._-]{0,252}$/i.test(name) ? { host: name } : undefined;
}

/** A text that is no target, as a problem may quote it: everything up to the last @ could be a password. */
function shown(text: string): string {
  return bounded(clean(text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/i, '$1')), 120);
}
