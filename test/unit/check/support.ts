/** Checking a text as a file of a workspace, with the real parser and the real rules. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { check } from '../../../src/core/check/check.js';
import type { CheckContext, CheckedProblem } from '../../../src/core/check/rule.js';
import type { RuleId } from '../../../src/core/check/ruleIds.js';
import type { RuleSettings } from '../../../src/core/check/settings.js';
import { WorkItemIndex, type OtherWorkItem, type Surroundings } from '../../../src/core/check/surroundings.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { scaffold } from '../../../src/core/workItem/scaffold.js';
import { COMMON_SCHEMA, schemaOf } from '../../../src/core/workItem/templateSchema.js';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export const TEMPLATE = readFileSync('templates/bug-fix.md', 'utf8');

/** A work item as `casebook new` makes it. */
export const FRESH = scaffold(TEMPLATE, { id: 'WI1', title: 'A "quoted": title', created: '2026-11-21' });

const SCHEMA = schemaOf(TEMPLATE);

type Around = Partial<Pick<CheckContext, 'schema' | 'path' | 'surroundings'>>;

/** All problems of a text; it is held to the template that it names if that is `bug-fix`, else to what all have in common. */
export function problemsOf(text: string, around: Around = {}, settings: RuleSettings = {}): CheckedProblem[] {
  const { item, problems } = parse(text);
  const schema = /^template: bug-fix$/m.test(text) ? SCHEMA : COMMON_SCHEMA;
  return check({ text, item, schema, sha256, ...around }, problems, settings);
}

/** What one rule says of a text: `severity: message`. */
export function found(rule: RuleId, text: string, around: Around = {}): string[] {
  return problemsOf(text, around).filter((problem) => problem.rule === rule).map(({ severity, message }) => `${severity}: ${message}`);
}

/** A workspace with the given files (and their numbers of lines), ledgers, commits (the oldest first) and work items; everything else is not there. */
export function around({ files = {}, ledgers = [], commits = [], workItems = [] }: { files?: Readonly<Record<string, number>>; ledgers?: readonly string[]; commits?: readonly string[]; workItems?: readonly OtherWorkItem[] }): Surroundings {
  const folders = new Set(Object.keys(files).flatMap((file) => file.split('/').map((_, index, parts) => parts.slice(0, index).join('/'))));
  return { exists: (path) => path in files || folders.has(path), endsSo: (path) => Object.keys(files).some((file) => file === path || file.endsWith(`/${path}`)), lineCount: (path) => files[path], hasLedger: (run) => ledgers.includes(run), isLater: (commit, than) => (commits.includes(commit) && commits.includes(than) ? commits.indexOf(commit) > commits.indexOf(than) : undefined), workItems: new WorkItemIndex(workItems) };
}

/** An older work item: bold header, six phases, all mandatory sections filled. `changes` replace parts of it. */
export function older(...changes: readonly (readonly [string | RegExp, string])[]): string {
  const text = `# WI4: Orders are lost

**File**: \`WIs/WI4_orders.md\`
**Priority**: High
**Created**: 2026-01-27
**Status**: Investigation

## Phase 1: Investigation
### Requirements
Every order is answered.

### Debug Information (MANDATORY - Update this section for every investigation)
- **Error Messages**: \`ECONNRESET\`
- **Log Locations**:
  - \`/var/log/orders.log\`
- **System State**: Debian 12
- **Reproduction Steps**: run it
- **Evidence**: 3 of 100 attempts

## Phase 2: Design
### Why This Approach
TBD

## Phase 3: TDD/BDD
### Test Specifications
TBD

## Phase 4: Implementation
### Code Changes
*[Implementation steps will be documented here]*

## Phase 5: Testing & Validation
### Test Results
*[Test results will be documented here]*

## Phase 6: Owner Acceptance
### Owner Feedback
*Pending*
`;
  return changes.reduce((before, [from, to]) => {
    if (typeof from === 'string' ? !before.includes(from) : !from.test(before)) throw new Error(`${String(from)} is not in the text.`);
    return before.replace(from, to);
  }, text);
}
