/** What a target's results mean together, in words that state only what was measured. What follows a colon is what that can mean. */
import { listed } from '../report/format.js';
import { hostOf } from './address.js';
import { addressFinding, nameFinding, type Finding } from './finding.js';
import type { ProbeResult, ProbeTarget } from './types.js';

/** Addresses that share a finding. */
interface Group {
  readonly finding: Finding;
  readonly addresses: string[];
}

/** Addresses that a sentence names; the table has them all. */
const MAX_NAMED = 3;

/** The conclusion over a target's results in the order in which they came. @param timeoutMs the deadline of each rung, in ms */
export function conclude(target: ProbeTarget, results: readonly ProbeResult[], timeoutMs: number): string {
  const name = results.find(({ probe }) => probe === 'dns');
  if (name && name.class !== 'up') {
    const { predicate, meaning } = nameFinding(name, timeoutMs);
    return `${sentence(`${target.host} ${predicate}`, meaning)} No connection was tried.`;
  }
  const groups = grouped(results, timeoutMs);
  if (groups.length === 0) return 'The probe was stopped before an answer came.';
  return [...addressSentences(target, groups), ...scopeNotes(target, groups, results)].join(' ');
}

/** Each address by the last rung that it reached; equal findings together, in the order of first appearance. */
function grouped(results: readonly ProbeResult[], timeoutMs: number): Group[] {
  const last = new Map<string, ProbeResult>();
  for (const result of results) if (result.probe !== 'dns') last.set(result.address, result);
  const groups = new Map<string, Group>();
  for (const [address, result] of last) {
    const finding = addressFinding(result, timeoutMs);
    const group = groups.get(finding.predicate);
    if (group) group.addresses.push(address);
    else groups.set(finding.predicate, { finding, addresses: [address] });
  }
  return [...groups.values()];
}

function addressSentences(target: ProbeTarget, groups: readonly Group[]): string[] {
  const good = groups.filter(({ finding }) => finding.up);
  const bad = groups.filter(({ finding }) => !finding.up);
  if (good.length === 0 || bad.length === 0) return groups.map((group) => sentence(head(group), group.finding.meaning));
  const failing = bad.flatMap(({ addresses }) => addresses.map(hostOf));
  const which = failing.length === 1 ? failing.join('') : 'one of these';
  return [
    sentence(
      `${good.map(head).join(' and ')}, but ${bad.map(head).join(' and ')}`,
      `a client that resolves ${target.host} to ${which} first fails, unless it goes on to the next address`,
    ),
    ...bad.flatMap((group) => (group.finding.meaning === undefined ? [] : [sentence(`What that means for ${places(group)}`, group.finding.meaning)])),
  ];
}

/** What the ladder did not ask, where a reader could think that it did. */
function scopeNotes(target: ProbeTarget, groups: readonly Group[], results: readonly ProbeResult[]): string[] {
  const notes: string[] = [];
  if (groups.some(({ finding }) => finding.up)) {
    if (target.scheme === 'https') notes.push('TLS and HTTP were not asked: https is probed only as far as TCP so far, and a port forwarder without a backend accepts connections too.');
    if (target.scheme === 'tcp') notes.push('Nothing above TCP was asked: a port forwarder without a backend accepts connections too.');
  }
  if (target.http?.userinfoDropped === true && results.some(({ probe }) => probe === 'http1')) notes.push('The user name and password in the URL were not sent.');
  return notes;
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
