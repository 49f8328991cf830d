/** Outputs that runners wrap into one JSON object for each line or test. */

/**
 * The lines that were printed, where `go test -json` wrapped them, each package by itself: several at a time print in turns. Other lines stay as they are.
 * Takes time in the order of the length.
 */
export function unwrapped(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => line.startsWith('{') && line.includes(MARK))) return lines;
  const plain: string[] = [];
  const packages = new Map<string, string>();
  for (const line of lines) {
    const event = line.startsWith('{') && line.includes('"Action":') ? parsed(line) : undefined;
    if (!event) {
      plain.push(line);
      continue;
    }
    if (event['Action'] !== 'output' || typeof event['Output'] !== 'string') continue;
    const name = String(event['Package']);
    packages.set(name, (packages.get(name) ?? '') + event['Output']);
  }
  return [...[...packages.values()].flatMap((text) => text.split('\n')), ...plain];
}

const MARK = '"Action":"output"';

/** Undefined if it is no object, or was cut. */
function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
