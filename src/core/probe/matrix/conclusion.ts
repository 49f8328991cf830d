/** What a matrix means, in sentences that state what was measured. */
import { counted, listed } from '../../report/format.js';
import { AXES, OWN, type Axis, type CellResult, type ClientEnvironment, type Difference, type MatrixReport, type Where } from './types.js';
import { isForeign, isProxy } from '../environment.js';
import { isLocalhost } from '../address.js';
import { smallestDifference } from './difference.js';
import type { EndpointTarget } from '../types.js';

export function matrixReport(target: EndpointTarget, cells: readonly CellResult[], environment: readonly ClientEnvironment[]): MatrixReport {
  const difference = smallestDifference(cells) ?? null;
  const sentences = [...differenceSentences(cells, difference), ...viaSentences(cells), ...attemptSentences(target, cells, environment), ...environmentSentences(cells, environment)];
  return { target: target.text, cells, difference, environment, conclusion: sentences.join(' ') };
}

/** Whether the target failed in a way of asking that it promises. */
export function matrixHolds({ cells }: MatrixReport): boolean {
  if (cells.length === 0) return false;
  // One of several alternatives has to pass: an https server may speak one protocol only.
  const promised = cells.filter(({ alternative }) => !alternative);
  if (promised.some(({ passed }) => !passed)) return false;
  const places = new Map<string, boolean>();
  for (const cell of cells.filter(({ alternative }) => alternative)) {
    const place = `${cell.client} ${cell.address} ${cell.verification}`;
    const main = promised.some((other) => other.client === cell.client && other.address === cell.address && other.verification === cell.verification);
    places.set(place, main || cell.passed || places.get(place) === true);
  }
  return [...places.values()].every(Boolean);
}

function differenceSentences(cells: readonly CellResult[], difference: Difference | null): string[] {
  if (cells.length === 0) return ['The matrix was stopped before an answer came.'];
  const passing = cells.filter(({ passed }) => passed).length;
  if (!difference) {
    const outcome = passing > 0 ? 'pass' : 'fail';
    const classes = passing > 0 ? '' : ` (${classesOf(cells)})`;
    if (cells.length === 1) return [`There is one way of asking, and it ${outcome}${outcome === 'pass' ? 'es' : 's'}${classes}: nothing could make a difference.`];
    // Of what was crossed: one value alone makes no difference to anything.
    const crossed = AXES.filter((axis) => new Set(cells.map((cell) => cell[axis]).filter((value) => value !== OWN)).size > 1);
    const none = crossed.length === 0 ? '' : `: ${crossed.length === 1 ? `the ${crossed.map(axisName).join('')} makes no difference` : `neither ${crossed.slice(0, -1).map(axisName).join(', ')} nor ${crossed.slice(-1).map(axisName).join('')} makes a difference`}`;
    return [`All ${counted(cells.length, 'way')} of asking ${outcome}${classes}${none}.`];
  }
  const { rules, outcome, pair } = difference;
  const others = outcome === 'fail' ? passing : cells.length - passing;
  const named = rules.map(({ where, cells: count, classes }) => `everything ${placeText(where)} (${count}${outcome === 'fail' ? `: ${listed(classes)}` : ''})`);
  const rest = outcome === 'fail' ? `everything else passes (${others})` : `everything else fails (${others}: ${classesOf(cells.filter(({ passed }) => !passed))})`;
  const pass = cells[pair.pass];
  const fail = cells[pair.fail];
  const smallest = pass && fail ? [`The smallest difference is the ${listed(pair.differs.map(axisName))}: ${cellText(pass)} passes, ${cellText(fail)} fails (${fail.class}).`] : [];
  return [`${outcome === 'fail' ? 'What fails is' : 'What passes is'} ${listed(named)}; ${rest}.`, ...(pair.differs.length > 0 ? smallest : [])];
}

/** A client that went through a proxy says something of the proxy, and nothing of the address that it was to dial. */
function viaSentences(cells: readonly CellResult[]): string[] {
  const found = cells.filter(({ via }) => via !== undefined);
  if (found.length === 0) return [];
  return [`${listed([...new Set(found.map(({ client }) => client))])} did not connect to the target, but to ${listed([...new Set(found.map(({ via }) => via ?? ''))])}, as a proxy is asked: what came of it says nothing of the target's addresses.`];
}

/** "No connect was attempted" is not "refused": nothing that is measured at the target says anything about such a client. */
function attemptSentences(target: EndpointTarget, cells: readonly CellResult[], environment: readonly ClientEnvironment[]): string[] {
  return cells.flatMap((cell) => {
    const said = `${cell.client}${cell.address === OWN ? '' : ` for ${cell.address}`}`;
    if (cell.attempted === 'no') return [noAttempt(said, cell.witness)];
    if (cell.attempted === 'yes') {
      const resolves = cell.address === OWN && target.literal === undefined && !isLocalhost(target.host);
      return [resolves ? `${said} does connect when it is sent to a listener of our own by a literal address: it failed when it resolved ${target.host}, at the target, or at what the target said.` : `${said} does connect when it is sent to a listener of our own, so that it failed at the target or at what the target said.`];
    }
    if (cell.attempted === 'unknown') return [`Whether ${said} tried to connect cannot be told: ${whyUnknown(cell, environment)}.`];
    return [];
  });
}

function noAttempt(said: string, witness: CellResult['witness']): string {
  if (witness === 'listener') return `${said} failed without an attempt to connect to where it was sent, and did not connect to a listener of our own either: that is not a refusal, and whatever reaches the target proves nothing about this client. Look at its own settings and environment (does it go somewhere else?), and at how it resolves the name.`;
  const unseen = witness === 'count' ? ' (one that this machine itself rejects, for want of a route, is not counted)' : '';
  return `${said} failed without an attempt to connect${unseen}: that is not a refusal, and whatever reaches the target proves nothing about this client. Look at its own settings and environment, and at how it resolves the name.`;
}

function whyUnknown({ client, class: answer }: CellResult, environment: readonly ClientEnvironment[]): string {
  if (answer === 'timeout') return 'its deadline ended it, before which it may have been about to';
  const proxies = environment.filter(({ clients }) => clients.includes(client)).flatMap(({ variables }) => Object.keys(variables)).filter(isProxy);
  if (proxies.length > 0) return `its environment sets ${listed(proxies)}, so that it may have connected to the proxy and failed there`;
  return 'connections were begun while it ran, by it or by others; take the port into its command as {port}, if it is not there yet, and run it while nothing else connects';
}

function environmentSentences(cells: readonly CellResult[], environment: readonly ClientEnvironment[]): string[] {
  return environment.flatMap(({ clients, variables }) => {
    const [client = '', ...more] = clients;
    const failing = cells.filter((cell) => clients.includes(cell.client) && !cell.passed);
    if (failing.length === 0) return [];
    if (more.length === 0 && client !== 'curl') return [`${client} ran with ${listed(Object.entries(variables).map(([name, value]) => `${name}=${value}`))}, which the others did not have.`];
    // What is inherited matters where a client fails that obeys it, and one of ours passes that does not.
    const alone = failing.filter((cell) => cells.some((other) => other.passed && other.client.startsWith('node') && (cell.address === OWN || other.address === cell.address)));
    const foreign = Object.keys(variables).filter(isForeign);
    return alone.length === 0 || foreign.length === 0 ? [] : [`${listed([...new Set(alone.map((cell) => cell.client))])} may obey what is set in this environment, and the probes do not: ${listed(foreign)}.`];
  });
}

/** `by curl to [::1]:80 in http1 with verification` */
function placeText(where: Where): string {
  const words: Readonly<Record<Axis, (value: string) => string>> = {
    client: (value) => `by ${value}`,
    address: (value) => (value === OWN ? 'that resolves the name itself' : `to ${value}`),
    protocol: (value) => (value === OWN ? 'in a protocol of its own' : `in ${value}`),
    verification: (value) => (value === 'verify' ? 'with verification' : value === 'insecure' ? 'without verification' : value === OWN ? 'with trust of its own' : 'without TLS'),
  };
  return (['client', 'address', 'protocol', 'verification'] as const).flatMap((axis) => (where[axis] === undefined ? [] : [words[axis](where[axis])])).join(' ');
}

function cellText(cell: CellResult): string {
  const known = AXES.filter((axis) => cell[axis] !== OWN && cell[axis] !== 'none');
  return placeText(Object.fromEntries(known.map((axis) => [axis, cell[axis]]))).replace(/^by /, '');
}

function axisName(axis: Axis): string {
  return axis === 'verification' ? 'verification of the certificate' : axis;
}

function classesOf(cells: readonly CellResult[]): string {
  return listed([...new Set(cells.map((cell) => cell.class))]);
}
