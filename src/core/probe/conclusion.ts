/** What a target's results mean together, in words that state only what was measured. What follows a colon is what that can mean. */
import { listed } from '../report/format.js';
import { hostOf } from './address.js';
import type { Finding } from './findings/finding.js';
import { grpcFinding } from './findings/grpc.js';
import { httpFinding } from './findings/http.js';
import { localFinding } from './findings/local.js';
import { nameFinding } from './findings/name.js';
import { tcpFinding } from './findings/tcp.js';
import { tlsFinding } from './findings/tls.js';
import { websocketFinding } from './findings/websocket.js';
import type { EndpointTarget, ProbeResult, ProbeTarget } from './types.js';

/** Addresses that share a finding. */
interface Group {
  readonly finding: Finding;
  /** A connection came about, with which a client stays. */
  readonly connected: boolean;
  readonly addresses: string[];
}

/** Addresses that a sentence names; the table has them all. */
const MAX_NAMED = 3;

const STOPPED = 'The probe was stopped before an answer came.';

/** The conclusion over a target's results in the order in which they came. @param timeoutMs the deadline of each rung, in ms */
export function conclude(target: ProbeTarget, results: readonly ProbeResult[], timeoutMs: number): string {
  if (target.kind !== 'endpoint') {
    const sentences = results.map((result) => ({ result, finding: localFinding(result, timeoutMs) }));
    return sentences.map(({ result, finding }) => sentence(`${result.address} ${finding.predicate}`, finding.meaning)).join(' ') || STOPPED;
  }
  const name = results.find(({ probe }) => probe === 'dns');
  if (name && name.class !== 'up') {
    const { predicate, meaning } = nameFinding(name, timeoutMs);
    return [`${sentence(`${target.host} ${predicate}`, meaning)} No connection was tried.`, ...environmentNote(results)].join(' ');
  }
  const groups = grouped(results, timeoutMs);
  if (groups.length === 0) return STOPPED;
  return [...addressSentences(target, groups), ...scopeNotes(target, groups, results), ...environmentNote(results)].join(' ');
}

/** What the last rung that an address reached says. @param listener what the machine itself says of the address and port */
function addressFinding(result: ProbeResult, timeoutMs: number, listener: ProbeResult | undefined): Finding {
  switch (result.probe) {
    case 'tls':
    case 'alpn':
      return tlsFinding(result, timeoutMs);
    case 'http1':
    case 'http2':
    case 'h2c':
      return httpFinding(result, timeoutMs);
    case 'websocket':
      return websocketFinding(result, timeoutMs);
    case 'grpc':
      return grpcFinding(result, timeoutMs);
    default:
      return tcpFinding(result, timeoutMs, listener);
  }
}

/** Each address by the last rung that it reached; equal findings together, in the order of first appearance. */
function grouped(results: readonly ProbeResult[], timeoutMs: number): Group[] {
  const last = new Map<string, ProbeResult>();
  const listeners = new Map<string, ProbeResult>();
  for (const result of results) {
    if (result.probe === 'listener') listeners.set(result.address, result);
    else if (result.probe !== 'dns' && result.probe !== 'environment') last.set(result.address, result);
  }
  const groups = new Map<string, Group>();
  for (const [address, result] of last) {
    const finding = addressFinding(result, timeoutMs, listeners.get(address));
    const connected = result.probe !== 'tcp' || result.class === 'up' || result.class === 'reset-at-accept';
    const group = groups.get(finding.predicate);
    if (group) group.addresses.push(address);
    else groups.set(finding.predicate, { finding, connected, addresses: [address] });
  }
  return [...groups.values()];
}

function addressSentences(target: EndpointTarget, groups: readonly Group[]): string[] {
  const good = groups.filter(({ finding }) => finding.up);
  const bad = groups.filter(({ finding }) => !finding.up);
  if (good.length === 0 || bad.length === 0) return groups.map((group) => sentence(head(group), group.finding.meaning));
  const failing = bad.flatMap(({ addresses }) => addresses.map(hostOf));
  const which = failing.length === 1 ? failing.join('') : 'one of these';
  const stays = bad.filter(({ connected }) => connected).length;
  const fate = stays === 0 ? 'fails, unless it goes on to the next address' : stays === bad.length ? 'fails, since few go on to the next address once one has taken the connection' : 'fails, unless it goes on to the next address, which few do once one has taken the connection';
  return [
    sentence(
      `${good.map(head).join(' and ')}, but ${bad.map(head).join(' and ')}`,
      `a client that resolves ${target.host} to ${which} first ${fate}`,
    ),
    ...bad.flatMap((group) => (group.finding.meaning === undefined ? [] : [sentence(`What that means for ${places(group)}`, group.finding.meaning)])),
  ];
}

/** What the ladder did not ask, where a reader could think that it did. */
function scopeNotes(target: EndpointTarget, groups: readonly Group[], results: readonly ProbeResult[]): string[] {
  const notes: string[] = [];
  if (groups.some(({ finding }) => finding.up)) {
    if (target.scheme === 'tcp') notes.push('Nothing above TCP was asked: a port forwarder without a backend accepts connections too.');
    if (target.scheme === 'tls') notes.push('Nothing above TLS was asked.');
  }
  if (target.http?.userinfoDropped === true && results.some(({ httpStatus }) => httpStatus !== undefined)) notes.push('The user name and password in the URL were not sent.');
  return notes;
}

/** Variables change other clients, not these probes: worth a word where the probes and a client disagree. */
function environmentNote(results: readonly ProbeResult[]): string[] {
  const names = results.find(({ probe }) => probe === 'environment')?.excerpt?.split('\n').map((line) => line.replace(/=.*/, ''));
  return names === undefined ? [] : [`Other clients also obey what is set in this environment: ${listed(names)}.`];
}

function head(group: Group): string {
  return `${places(group)} ${group.finding.predicate}`;
}

function places({ addresses }: Group): string {
  return listed(addresses.length > MAX_NAMED ? [...addresses.slice(0, MAX_NAMED - 1), `${addresses.length - MAX_NAMED + 1} more addresses`] : addresses);
}

function sentence(text: string, meaning: string | undefined): string {
  return meaning === undefined ? `${text}.` : `${text}: ${meaning}.`;
}
