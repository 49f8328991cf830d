/** What other programs tell: versions, containers, the clock. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { bounded, clean } from '../../core/report/untrusted.js';
import { CONTAINER_FORMAT, parseChronyc, parseContainers, parseSynchronised, parseTimesync } from '../../core/snapshot/printed.js';
import { toolsFor } from '../../core/snapshot/tools.js';
import type { ClockFacts, Item, Snapshot, Tool } from '../../core/snapshot/types.js';
import { askTool, firstLine, type ToolContext } from './tool.js';

const MAX_VERSION = 200;

const MAX_CONTAINERS = 1_000;

/** Characters of a container's name, image, status or ports. */
const MAX_FIELD = 500;

/** Folders right below the root that are looked into: a workspace of many parts has its manifests there. */
const MAX_FOLDERS = 200;

export async function toolVersions(context: ToolContext, signal: AbortSignal): Promise<Item<readonly Tool[]>> {
  const questions = toolsFor(await manifestNames(context.root));
  const tools = await Promise.all(
    questions.map(async ({ name, args, manifest }): Promise<Tool> => {
      const said = await askTool(name, args, context, signal);
      // java tells it on standard error.
      const version = 'missing' in said ? said : { value: bounded(clean(firstLine(said.value.stdout) || firstLine(said.value.stderr)), MAX_VERSION) };
      return { name, manifest, version: tidy(version) };
    }),
  );
  return tools.length > 0 ? { value: tools } : { missing: 'No manifest file that is known lies in the workspace.' };
}

/** A reason is told on one line, without secrets. */
function tidy<T>(item: Item<T>): Item<T> {
  return 'missing' in item ? { missing: bounded(clean(item.missing).replace(/\s+/g, ' '), 300) } : item;
}

/** Names of entries of the root and of the folders right below it. */
async function manifestNames(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules').slice(0, MAX_FOLDERS);
  const below = await Promise.all(folders.map(({ name }) => readdir(path.join(root, name)).catch(() => [] as string[]))); // one that may not be read has none for us
  return [...entries.map(({ name }) => name), ...below.flat()];
}

export async function containers(context: ToolContext, signal: AbortSignal): Promise<Snapshot['containers']> {
  const reasons: string[] = [];
  for (const runtime of ['docker', 'podman']) {
    const said = await askTool(runtime, ['ps', '--format', CONTAINER_FORMAT], context, signal);
    if ('value' in said) {
      const all = parseContainers(clean(said.value.stdout));
      const list = all.slice(0, MAX_CONTAINERS).map(({ name, image, status, ports }) => ({ name: bounded(name, MAX_FIELD), image: bounded(image, MAX_FIELD), status: bounded(status, MAX_FIELD), ports: bounded(ports, MAX_FIELD) }));
      return { value: { runtime, list }, ...(all.length > list.length && { incomplete: `${all.length - list.length} more are not recorded.` }) };
    }
    reasons.push(said.missing);
  }
  return tidy({ missing: reasons.join(' ') });
}

/** Without the network: what the service that keeps the clock knows. */
export async function clock(context: ToolContext, signal: AbortSignal): Promise<Item<ClockFacts>> {
  const asked = [
    ['chronyc', ['-n', 'tracking'], parseChronyc],
    ['timedatectl', ['timesync-status'], parseTimesync],
    ['timedatectl', ['show', '--property=NTPSynchronized', '--value'], parseSynchronised],
  ] as const;
  const reasons = new Set<string>();
  for (const [name, args, parse] of asked) {
    const said = await askTool(name, args, context, signal);
    const facts = 'value' in said ? parse(said.value.stdout) : undefined;
    if (facts) return { value: facts };
    reasons.add('missing' in said ? said.missing : `${name} ${args.join(' ')} does not tell.`);
  }
  return tidy({ missing: [...reasons].join(' ') });
}
