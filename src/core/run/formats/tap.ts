/**
 * TAP, the Test Anything Protocol, versions 12 to 14 (testanything.org), as node:test, node-tap, tape, mocha, Vitest, prove and others write it.
 *
 * Subtests stand indented by four spaces, before the point that sums them up (node:test), or behind it in braces (Vitest, node-tap). A point that only sums up
 * its subtests is no test of its own, unless it failed without one of them.
 */
import { asLine } from './json.js';
import { kept, MAX_DETAILS, MAX_RESULTS, present, type TestResult, type TestResults } from './types.js';

/** What is indented deeper is output, bytes of indentation. */
const MAX_INDENT = 4 * 64;

const POINT = /^( *)(not )?ok\b(?: +(\d+))?(?: +- +| +|$)(.*)$/;
const PLAN = /^( *)1\.\.(\d{1,9})(?: *#.*)?$/;

interface Leaf {
  readonly names: string[];
  outcome: TestResult['outcome'];
  message?: string | undefined;
  details: string;
  file?: string | undefined;
  line?: number | undefined;
}

interface Level {
  readonly indent: number;
  /** The point whose subtests follow in braces; for the others it comes last. */
  readonly parent?: { readonly name: string; readonly failed: boolean };
  readonly leaves: Leaf[];
}

/** Whether the lines hold TAP: two of its version, a plan and a test point, none of them indented. */
function isTap(lines: readonly string[]): boolean {
  let [version, plan, point] = [0, 0, 0];
  for (const line of lines) {
    if (/^TAP version \d+$/.test(line)) version = 1;
    else if (PLAN.exec(line)?.[1] === '') plan = 1;
    else if (/^(?:not )?ok \d+\b/.test(line)) point = 1;
    if (version + plan + point > 1) return true;
  }
  return false;
}

/** Undefined if the lines hold no TAP; what stands between its lines is left out. Linear in their length. */
export function readTap(lines: readonly string[]): TestResults | undefined {
  if (!isTap(lines)) return undefined;
  const levels: Level[] = [{ indent: 0, leaves: [] }];
  let last: Leaf | undefined;
  let [planned, told] = [0, 0];
  let yaml: { readonly indent: number; key: string } | undefined;
  for (const line of lines) {
    const indent = line.length - line.trimStart().length;
    if (yaml) {
      if (indent === yaml.indent && line.trimEnd().endsWith('...') && line.trim() === '...') yaml = undefined;
      else if (last) yaml.key = takeYaml(last, line, indent - yaml.indent, yaml.key);
      continue;
    }
    if (last && indent > 0 && line.trim() === '---') {
      yaml = { indent, key: '' };
      continue;
    }
    const point = indent <= MAX_INDENT ? POINT.exec(line) : null;
    if (point?.[1] === '') told += 1;
    if (line.startsWith('1..')) planned += Number(PLAN.exec(line)?.[2] ?? 0);
    if (point) last = takePoint(levels, indent, point[2] !== undefined, point[4] ?? '');
    else if (line.trim() === '}' && levels.some((level) => level.parent && level.indent === indent + 1)) closeBraces(levels, indent + 1);
    else if (/^Bail out!/i.test(line)) add(levels, { names: [line.trim()], outcome: 'failed', message: line.trim(), details: '' });
    else if (PLAN.test(line) || line.startsWith('TAP version')) last = undefined;
  }
  while (levels.length > 1) closeLevel(levels);
  return { format: 'TAP', results: (levels[0]?.leaves ?? []).slice(0, MAX_RESULTS).map(resultOf), ...(planned > told ? { missing: planned - told } : {}) };
}

/** @returns the leaf that a YAML block behind the point describes */
function takePoint(levels: Level[], indent: number, notOk: boolean, text: string): Leaf | undefined {
  const buffered = text.endsWith(' {');
  const { name, directive } = described(buffered ? text.slice(0, -2) : text);
  const failed = notOk && directive === undefined;
  // Deeper levels that nobody opened belong to this point; they ended with it.
  let subtests: Leaf[] = [];
  while (levels.length > 1 && (levels.at(-1)?.indent ?? 0) > indent) {
    if (levels.at(-1)?.parent || (levels.at(-2)?.indent ?? 0) > indent) closeLevel(levels);
    else subtests = levels.pop()?.leaves ?? [];
  }
  if ((levels.at(-1)?.indent ?? 0) < indent) levels.push({ indent, leaves: [] });
  if (buffered) {
    levels.push({ indent: indent + 1, parent: { name, failed }, leaves: [] });
    return undefined;
  }
  const leaf: Leaf = { names: [name], outcome: failed ? 'failed' : directive === undefined ? 'passed' : 'other', details: '' };
  return takeSubtests(levels, subtests, name, failed) ? undefined : add(levels, leaf);
}

/** Ends the levels down to the one in braces that has this indentation. */
function closeBraces(levels: Level[], indent: number): void {
  for (let closed: Level | undefined; levels.length > 1 && !(closed?.parent && closed.indent === indent); ) {
    closed = levels.at(-1);
    closeLevel(levels);
  }
}

/** Ends the deepest level: in braces its point, else without one. */
function closeLevel(levels: Level[]): void {
  const level = levels.pop();
  if (!level || levels.length === 0) return;
  if (!level.parent) {
    const target = levels.at(-1)?.leaves;
    for (const leaf of level.leaves) target?.push(leaf);
    return;
  }
  const { name, failed } = level.parent;
  if (!takeSubtests(levels, level.leaves, name, failed)) add(levels, { names: [name], outcome: failed ? 'failed' : 'passed', details: '' });
}

/** @returns false if there is nothing that the point sums up, or it failed and none of its subtests did */
function takeSubtests(levels: readonly Level[], subtests: readonly Leaf[], name: string, failed: boolean): boolean {
  if (subtests.length === 0) return false;
  const target = levels.at(-1)?.leaves;
  for (const leaf of subtests) {
    leaf.names.push(name);
    target?.push(leaf);
  }
  return !failed || subtests.some(({ outcome }) => outcome === 'failed');
}

function add(levels: readonly Level[], leaf: Leaf): Leaf {
  const target = levels.at(-1)?.leaves;
  if (target && target.length < MAX_RESULTS) target.push(leaf);
  return leaf;
}

/** A point's description and its directive. */
function described(text: string): { name: string; directive?: string } {
  const short = text.slice(0, 2_000);
  const match = /^((?:[^\\#]|\\.|#(?! *(?:skip|todo)))*?)# *(skip|todo)/i.exec(short);
  const name = (match?.[1] ?? short).replace(/ # time=\S+$/, '').replace(/\\([#\\])/g, '$1').trim();
  return { name, ...(match?.[2] === undefined ? {} : { directive: match[2].toLowerCase() }) };
}

/** @returns the key that following, deeper lines belong to */
function takeYaml(leaf: Leaf, line: string, depth: number, open: string): string {
  const indent = line.length - line.trimStart().length;
  // The block's own indentation goes, what is deeper in it stays.
  if (leaf.details.length < MAX_DETAILS) leaf.details += `${line.slice(depth > 0 ? indent - depth : indent)}\n`;
  const field = /^\s*(error|message|location|at|failureType):\s?(.*)$/.exec(line);
  if (!field) {
    const said = line.trim();
    if (depth > 0 && open === 'error' && said !== '' && leaf.message === undefined) leaf.message = said.replace(/^(?:name|message): ?/, '').replace(/^(['"])(.*)\1$/, '$2');
    return depth > 0 ? open : '';
  }
  const key = field[1] ?? '';
  const value = (field[2] ?? '').trim().replace(/^(['"])(.*)\1$/, '$2');
  if ((key === 'error' || key === 'message') && value !== '' && !/^[|>]-?$/.test(value)) leaf.message = value;
  if (key === 'location' || key === 'at') {
    const place = /^(?:file:\/\/)?(.{1,1000}?):(\d{1,9})(?::\d+)?$/.exec(value);
    if (place) [leaf.file, leaf.line] = [place[1], asLine(Number(place[2]))];
  }
  return key === 'message' ? 'error' : key;
}

function resultOf({ names, outcome, message, details, file, line }: Leaf): TestResult {
  const [name = '', ...around] = names;
  return { name, outcome, ...present<TestResult>({ group: around.length === 0 ? undefined : around.reverse().join(' > '), message: outcome === 'failed' ? kept(message) : undefined, details: outcome === 'failed' ? kept(details) : undefined, file, line }) };
}
