/**
 * Tests (or requests, runs) told by their outcome: a total, those that passed and failed, what was left out, and the rate. A row of a table may hold them
 * all, or a column whose rows are called so, or a list of such lines.
 */
import type { Span } from '../../workItem/text.js';
import { numberIn, type Cell, type ClaimLine, type ClaimTable, type ClaimText } from './document.js';
import { printed, type Printed } from './numbers.js';

export interface Tally {
  readonly total?: Told;
  readonly passed?: Told;
  readonly failed?: Told;
  /** Skipped ones, errors and the like. */
  readonly others: readonly Told[];
  /** How many passed, in per cent. */
  readonly rate?: Told & { readonly approximate: boolean };
  /** Something else may be counted among them. */
  readonly open: boolean;
  /** The last row of its table, whose rate may be the mean of those above it. */
  readonly sums: boolean;
}

export interface Told extends Printed {
  readonly span: Span;
  /** Where its digits stand. */
  readonly digits?: Span;
  /** As it is called. */
  readonly name: string;
  /** What it is in per cent, in brackets behind it. */
  readonly share?: Printed & { readonly span: Span; readonly digits?: Span };
}

type Role = 'total' | 'passed' | 'failed' | 'other' | 'rate';

const ROLES: readonly (readonly [Role, RegExp])[] = [
  ['rate', /^(?:pass(?:ing|ed)?|success)[ -]?(?:rate|ratio|percentage|%)$/],
  ['total', /^(?:total|(?:total |# |number of )?(?:tests?|test cases|specs|scenarios)|(?:tests? )?(?:run|ran|executed|total|count)|total (?:requests|attempts|runs|iterations|cases|checks))$/],
  ['passed', /^(?:tests? )?(?:pass(?:ed|es|ing)?|succe(?:ss(?:es|ful)?|eded))(?: tests?)?$/],
  ['failed', /^(?:tests? )?(?:fail(?:ed|s|ing|ures?)?)(?: tests?)?$/],
  ['other', /^(?:tests? )?(?:skip(?:ped|s)?|pending|ignored|todo|excluded|blocked|not run|disabled|errors?|errored|timeouts?|timed out|crashe[ds]|cancell?ed|aborted|inconclusive)(?: tests?)?$/],
];

function roleOf(name: string): Role | undefined {
  const plain = name.toLowerCase().replace(/^[^a-z#%]+|[^a-z%]+$/g, '');
  return ROLES.find(([, pattern]) => pattern.test(plain))?.[0];
}

/** Outcomes that are among the passed or the failed ones, or are not. */
const UNCLEAR = /^[^a-z]{0,6}(?:tests? )?(?:flak|retr|warn|partial|other|unknown|known|new|fixed|remain|n\/a|quarant|xfail|expected)/i;

const COUNT = /^[^\w~<>≤≥≈+-]{0,4}(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\s(?:tests?|total|specs))?[^\w(+,./:%~-]{0,4}(?:\((?:(\d{1,3}(?:\.\d{1,4})?)\s?%[^()]{0,40}|[^()\d]{0,40})\))?[^\w+,./:%~-]{0,4}$/;
const SHARE = /^[^\w<>≤≥+-]{0,4}?([~≈])?\s?(\d{1,3}(?:\.\d{1,4})?)\s?%[^\w+-]{0,4}$/;
const NONE = /^[-–—]?$|^n\/a$|^none$/i;

export function talliesIn({ tables, prose }: ClaimText): Tally[] {
  return [...tables.flatMap((table) => [...rowsOf(table), ...columnsOf(table)]), ...listsOf(prose)];
}

function rowsOf(table: ClaimTable): Tally[] {
  const roles = table.headers.map((header, column) => (column === 0 ? undefined : roleOf(header)));
  if (roles.filter((role) => role !== undefined).length < 3) return [];
  return table.rows.flatMap(({ cells }, index) => {
    const parts = cells.map((cell, column) => ({ role: roles[column], cell, name: table.headers[column] ?? '' }));
    const [first, last] = [roles.findIndex((role) => role !== undefined), roles.findLastIndex((role) => role !== undefined)];
    const open = parts.some(({ role, cell, name }, column) => role === undefined && (UNCLEAR.test(name) || (column > first && column < last && COUNT.test(cell.text))));
    return tally(parts, { open, sums: index === table.rows.length - 1 && index > 0 }) ?? [];
  });
}

/** `| Total tests | 93 |`, and below it `| Passed | 92 |`. */
function columnsOf(table: ClaimTable): Tally[] {
  const named = table.rows.map(({ cells }) => ({ role: roleOf(cells[0]?.text ?? ''), cells, name: cells[0]?.text ?? '' }));
  if (named.filter(({ role }) => role !== undefined).length < 3) return [];
  const open = named.some(({ role, name }) => role === undefined && UNCLEAR.test(name));
  return table.headers.slice(1).flatMap((_, column) => tally(named.flatMap(({ role, cells, name }) => { const cell = cells[column + 1]; return cell ? [{ role, cell, name }] : []; }), { open, sums: false }) ?? []);
}

/** `- **Passed:** 92`; behind it may stand what it is in per cent. */
const LABELLED = /^\s*(?:[-*+]\s+)?[^A-Za-z0-9|]{0,6}([A-Za-z][A-Za-z ]{2,20}?)[*_]{0,2}\s?:[*_\s]{0,5}(\d{1,3}(?:\.\d{1,4})?\s?%|\d[\d,]{0,12}(?![\w.%/]).{0,60})$/;

function listsOf(prose: readonly ClaimLine[]): Tally[] {
  const found: Tally[] = [];
  let parts: Part[] = [];
  let open = false;
  let previous = 0;
  const close = () => {
    if (parts.length >= 3) found.push(...(tally(parts, { open, sums: false }) ?? []));
    [parts, open] = [[], false];
  };
  for (const line of prose) {
    const match = LABELLED.exec(line.prose);
    const role = match ? roleOf(match[1] ?? '') : undefined;
    if (line.number !== previous + 1) close();
    if (match && role !== undefined) {
      const text = (match[2] ?? '').trimEnd();
      const start = line.start + line.prose.indexOf(text, line.prose.indexOf(':'));
      parts.push({ role, name: match[1] ?? '', cell: { text: text.replace(/[*_]/g, ' '), raw: text, start, end: start + text.length } });
      previous = line.number;
    } else if (line.number === previous + 1 && line.prose.trim() !== '') {
      open ||= UNCLEAR.test(line.prose.slice(0, 40));
      previous = line.number;
    }
  }
  close();
  return found;
}

function placed(cell: Cell, text: string): Printed & { readonly digits?: Span } {
  const digits = numberIn(cell, text);
  return { ...printed(text), ...(digits && { digits }) };
}

interface Part {
  readonly role: Role | undefined;
  readonly cell: Cell;
  readonly name: string;
}

/** Undefined where a word is there twice, or a count is none: nobody can say what is meant. */
function tally(parts: readonly Part[], { open, sums }: { readonly open: boolean; readonly sums: boolean }): Tally[] | undefined {
  const of: Partial<Record<'total' | 'passed' | 'failed', Told>> = {};
  const others: Told[] = [];
  let rate: Tally['rate'];
  for (const { role, cell, name } of parts) {
    if (role === undefined) continue;
    const span = { start: cell.start, end: cell.end };
    if (role === 'rate') {
      const share = SHARE.exec(cell.text);
      if (rate) return undefined;
      if (share) rate = { ...placed(cell, share[2] ?? ''), span, name, approximate: share[1] !== undefined };
      continue;
    }
    const match = COUNT.exec(cell.text);
    const count = match?.[1];
    if (count === undefined && role === 'other' && NONE.test(cell.text)) continue;
    if (count === undefined) return undefined;
    const share = match?.[2];
    const told = { ...placed(cell, count), span, name, ...(share !== undefined && { share: { ...placed(cell, share), span } }) };
    if (role === 'other') others.push(told);
    else if (of[role]) return undefined;
    else of[role] = told;
  }
  return [{ ...of, others, ...(rate && { rate }), open, sums }];
}
