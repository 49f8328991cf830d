/** What other programs print of the state of a machine. Each reader takes text and gives what it is sure of. */
import type { ClockFacts, Container, Listener } from './types.js';

/** `chronyc -n tracking`: "System time : 0.000012 seconds fast of NTP time", and the leap status. */
export function parseChronyc(text: string): ClockFacts | undefined {
  const [, seconds, side] = /^System time\s*:\s*(\d+(?:\.\d+)?) seconds (fast|slow) of NTP time/m.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  const leap = /^Leap status\s*:\s*(.+)$/m.exec(text)?.[1]?.trim();
  return { offsetMs: Number(seconds) * 1000 * (side === 'fast' ? 1 : -1), ...(leap !== undefined && { synchronised: leap !== 'Not synchronised' }), source: 'chronyc tracking' };
}

const UNIT_MS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, 'µs': 1e-3, 'μs': 1e-3, ms: 1, s: 1000 };

/** `timedatectl timesync-status`: "Offset: -1.234ms", the reference minus the clock here. */
export function parseTimesync(text: string): ClockFacts | undefined {
  const [, sign, number, unit] = /^\s*Offset:\s*([+-]?)(\d+(?:\.\d+)?)(ns|us|µs|μs|ms|s)\s*$/m.exec(text) ?? [];
  const scale = UNIT_MS[unit ?? ''];
  if (number === undefined || scale === undefined) return undefined;
  return { offsetMs: Number(number) * scale * (sign === '-' ? 1 : -1), source: 'timedatectl timesync-status' };
}

/** `timedatectl show --property=NTPSynchronized --value`. */
export function parseSynchronised(text: string): ClockFacts | undefined {
  const said = text.trim();
  return said === 'yes' || said === 'no' ? { synchronised: said === 'yes', source: 'timedatectl' } : undefined;
}

/** `docker ps` or `podman ps` with the fields of {@link CONTAINER_FORMAT}. */
export function parseContainers(text: string): Container[] {
  return text
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => line.replace(/\r$/, '').split('\t'))
    .map(([name = '', image = '', status = '', ports = '']) => ({ name, image, status, ports }));
}

export const CONTAINER_FORMAT = '{{.Names}}\t{{.Image}}\t{{.Status}}\t{{.Ports}}';

/** `lsof -nP -iTCP -sTCP:LISTEN -F pcn`: a line per field, `p` the process, `c` its name, `n` the address. */
export function parseLsof(text: string): Listener[] {
  const found = new Map<string, Listener>();
  let pid = 0;
  let name = '';
  for (const line of text.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) pid = Number(value);
    else if (line.startsWith('c')) name = value;
    else if (line.startsWith('n')) addListener(found, value, { pid, name });
  }
  return [...found.values()];
}

/** `netstat -ano -p TCP` of Windows: the listening ones have nobody at the other end. The words of the state are in the system's language. */
export function parseNetstat(text: string): Listener[] {
  const found = new Map<string, Listener>();
  for (const line of text.split('\n')) {
    const [, local, pid] = /^\s*TCP\s+(\S+)\s+(?:0\.0\.0\.0|\[::\]):0\s+\S+\s+(\d+)\s*$/.exec(line) ?? [];
    if (local !== undefined) addListener(found, local, { pid: Number(pid), name: '' });
  }
  return [...found.values()];
}

function addListener(found: Map<string, Listener>, local: string, process: { readonly pid: number; readonly name: string }): void {
  const [, host, port] = /^(\*|\[[^\]]+\]|[^\s:]+):(\d{1,5})$/.exec(local) ?? [];
  if (host === undefined) return;
  const address = host.replace(/^\[(.*)\]$/, '$1');
  const earlier = found.get(local);
  const processes = [...(earlier?.processes ?? []), ...(earlier?.processes.some(({ pid }) => pid === process.pid) === true ? [] : [process])];
  found.set(local, { address, port: Number(port), processes });
}

/** The value of a field of /proc/meminfo in bytes. */
export function memoryField(text: string, field: string): number | undefined {
  const kib = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
  return kib === undefined ? undefined : Number(kib) * 1024;
}

/** PRETTY_NAME of os-release(5). */
export function prettyName(text: string): string | undefined {
  return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(text)?.[1];
}
