/** The facts of a snapshot as short texts, part by part, as terminals and work items show them. */
import { hostPort } from '../probe/address.js';
import type { Container, Item, Listener, ProcessFacts, Snapshot } from './types.js';

/** The parts that are one line each: name and text. What is missing says why. */
export function summaryLines({ system, load, memory, clock, git }: Snapshot): [name: string, text: string][] {
  return [
    ['operating system', told(system, ({ version, platform, release, arch }) => `${version} (${platform} ${release}, ${arch})`)],
    ['up for', told(system, ({ uptimeS }) => `${Math.floor(uptimeS / 86_400)} d ${Math.floor((uptimeS % 86_400) / 3600)} h`)],
    ['CPU', told(load, ({ cpus, model, averages }) => `${cpus} × ${model}${averages ? `, load ${averages.join(' ')}` : ''}`)],
    ['memory', told(memory, ({ total, available, swapTotal, swapFree }) => `${gib(available)} of ${gib(total)} available${swapTotal === undefined || swapTotal === 0 ? '' : `, swap ${gib(swapTotal - (swapFree ?? 0))} of ${gib(swapTotal)} used`}`)],
    ['clock', told(clock, ({ offsetMs, synchronised, source }) => `${[offsetMs === undefined ? 'offset not told' : `offset ${offsetMs.toFixed(3)} ms`, synchronised === undefined ? undefined : synchronised ? 'synchronised' : 'not synchronised'].filter((part) => part !== undefined).join(', ')} (${source})`)],
    ['sources', told(git, ({ commit, branch, dirty, diffHash }) => `${commit.slice(0, 12)} on ${branch ?? 'no branch'}, ${dirty ? `uncommitted changes ${(diffHash ?? '').slice(0, 12)}` : 'clean'}`)],
  ];
}

/** The parts that are a list, by what a person calls them. */
export function listsOf({ tools, listeners, processes, environment, containers }: Snapshot): (readonly [title: string, lines: readonly string[]])[] {
  return [
    ['Tools', toolLines(tools)],
    ['Listening ports', listenerLines(listeners)],
    ['Processes of the workspace', processLines(processes)],
    ['Environment', environmentLines(environment)],
    ['Containers', containerLines(containers)],
  ];
}

/** `node v20.20.2 (package.json)` */
function toolLines(tools: Snapshot['tools']): string[] {
  return lines(tools, (list) => list.map(({ name, manifest, version }) => `${name}: ${'value' in version ? version.value : `missing: ${version.missing}`} (${manifest})`));
}

function listenerLines(listeners: Snapshot['listeners']): string[] {
  return lines(listeners, (list) => list.map(listenerLine));
}

function listenerLine({ address, port, processes }: Listener): string {
  const who = processes.map(({ name, pid, startedAt }) => `${name === '' ? 'pid' : `${name} (pid`} ${pid}${startedAt === undefined ? '' : `, since ${startedAt}`}${name === '' ? '' : ')'}`);
  return `${hostPort(address, port)}  ${who.length === 0 ? 'a process of another user or container' : who.join(', ')}`;
}

function processLines(processes: Snapshot['processes']): string[] {
  return lines(processes, (list) => list.map(processLine));
}

function processLine({ pid, command, startedAt, depth }: ProcessFacts): string {
  return `${'  '.repeat(Math.min(depth, 20))}${pid}  ${command}${startedAt === undefined ? '' : `  since ${startedAt}`}`;
}

function environmentLines(environment: Snapshot['environment']): string[] {
  return lines(environment, (variables) => Object.entries(variables).map(([name, value]) => `${name}=${value}`));
}

function containerLines(containers: Snapshot['containers']): string[] {
  return lines(containers, ({ list }) => list.map(containerLine));
}

function containerLine({ name, image, status, ports }: Container): string {
  return [name, image, status, ports].filter((part) => part !== '').join('  ');
}

function lines<T>(item: Item<T>, of: (value: T) => string[]): string[] {
  if ('missing' in item) return [oneLine(`missing: ${item.missing}`)];
  const found = of(item.value).map(oneLine);
  return [...(found.length > 0 ? found : ['none']), ...(item.incomplete === undefined ? [] : [oneLine(`incomplete: ${item.incomplete}`)])];
}

/** Names of processes, files and containers may hold line breaks; what stands before a line is kept. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}

function told<T>(item: Item<T>, text: (value: T) => string): string {
  return 'missing' in item ? `missing: ${item.missing}` : text(item.value);
}

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
