/** Reads `.casebook/config.json`. Apart from what it means: without one nobody needs the schema, nor the library that checks by it. */
import * as v from 'valibot';
import { RULE_IDS, type RuleId } from './check/ruleIds.js';
import { RULE_SETTINGS, type RuleSetting, type RuleSettings } from './check/settings.js';
import { DEFAULT_CONFIG, type Config } from './config.js';
import { parseDuration } from './durationText.js';
import { entryProblem, MAX_ENTRIES } from './evidence/redaction/lists.js';
import { MAX_GLOB } from './glob.js';
import { DEFAULT_COLLECTOR, type Collector } from './run/collector.js';
import { PHASES, type Phase, type PhaseWords } from './workItem/phases.js';

/** A path inside the workspace: relative, with `/`, without a way out of it. */
const InsidePath = v.pipe(
  v.string(),
  v.minLength(1),
  v.check((path) => !/^(?:[/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..'), 'must be a path inside the workspace'),
);

const Words = v.array(v.pipe(v.string(), v.trim(), v.minLength(1)));

/** A record in the ledger names each of them. */
const MAX_COLLECTORS = 20;

const CollectorSchema = v.pipe(
  v.strictObject({
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
    command: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(10_000))),
    file: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(1_000))),
    timeout: v.optional(v.pipe(v.string(), v.check((text) => within(parseDuration(text), 1, 600_000), 'must be a duration up to 10m, such as 5s'))),
    maxBytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64 * 1024 * 1024))),
  }),
  v.check(({ command, file }) => (command === undefined) !== (file === undefined), 'must have either a command or a file'),
);

function within(value: number | undefined, least: number, most: number): boolean {
  return value !== undefined && value >= least && value <= most;
}

/** Entries of a list of redaction. What is wrong with one is told without it: it may be what nobody shall see. */
const RedactionList = v.pipe(v.array(v.pipe(v.string(), v.check((text) => entryProblem(text) === undefined, ({ input }) => entryProblem(input) ?? 'is not usable'))), v.maxLength(MAX_ENTRIES));

const Glob = v.pipe(InsidePath, v.maxLength(MAX_GLOB));

const TestCommandSchema = v.strictObject({
  files: Glob,
  command: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(10_000)),
  cwd: v.optional(InsidePath),
});

const ConfigSchema = v.strictObject({
  $schema: v.optional(v.string()),
  workItems: v.optional(
    v.strictObject({
      folders: v.optional(v.pipe(v.array(InsidePath), v.minLength(1))),
      template: v.optional(v.pipe(v.string(), v.regex(/^[\w-]+$/, 'must be the name of a template'))),
      closedWords: v.optional(Words),
      phaseWords: v.optional(v.strictObject(phaseEntries())),
    }),
  ),
  check: v.optional(v.strictObject({ rules: v.optional(v.strictObject(ruleEntries())) })),
  run: v.optional(v.strictObject({
    results: v.optional(v.array(InsidePath)),
    collectors: v.optional(v.pipe(v.array(CollectorSchema), v.maxLength(MAX_COLLECTORS))),
  })),
  redaction: v.optional(v.strictObject({ allow: v.optional(RedactionList), deny: v.optional(RedactionList) })),
  tests: v.optional(v.pipe(v.array(TestCommandSchema), v.maxLength(200))),
  resultFiles: v.optional(v.pipe(v.array(Glob), v.maxLength(100))),
  environment: v.optional(v.array(v.pipe(v.string(), v.regex(/^[A-Za-z_][\w]*\*?$/, 'must be the name of a variable, or its beginning with `*`')))),
});

/** Each rule by its id, so that an unknown one is refused by name. */
function ruleEntries() {
  const setting = v.optional(v.picklist(RULE_SETTINGS, `must be one of ${RULE_SETTINGS.join(', ')}`));
  return Object.fromEntries(RULE_IDS.map((id) => [id, setting])) as Record<RuleId, typeof setting>;
}

/** Each phase by its name. */
function phaseEntries() {
  const words = v.optional(Words);
  return Object.fromEntries(PHASES.map((phase) => [phase, words])) as Record<Phase, typeof words>;
}

export type ConfigResult = { readonly config: Config } | { readonly problem: string };

/** Reads the text of a configuration. What is wrong is a sentence that names the place. */
export function parseConfig(text: string): ConfigResult {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return { problem: `it is not valid JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  if (Array.isArray(data)) return { problem: 'it is a list; an object in braces is expected' }; // valibot takes a list for an object
  const result = v.safeParse(ConfigSchema, data);
  if (!result.success) {
    const [issue] = result.issues;
    return { problem: `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}` };
  }
  const { workItems = {}, check = {}, run = {}, redaction = {}, tests = [], resultFiles, environment } = result.output;
  return {
    config: {
      workItems: {
        folders: workItems.folders ?? DEFAULT_CONFIG.workItems.folders,
        template: workItems.template ?? DEFAULT_CONFIG.workItems.template,
        closedWords: workItems.closedWords ?? DEFAULT_CONFIG.workItems.closedWords,
        phaseWords: givenWords(workItems.phaseWords ?? {}),
      },
      check: { rules: givenRules(check.rules ?? {}) },
      run: { results: run.results ?? DEFAULT_CONFIG.run.results, collectors: (run.collectors ?? []).map(collectorOf) },
      redaction: { allow: redaction.allow ?? [], deny: redaction.deny ?? [] },
      tests: tests.map(({ files, command, cwd }) => ({ files, command, ...(cwd !== undefined && { cwd }) })),
      resultFiles: resultFiles ?? DEFAULT_CONFIG.resultFiles,
      environment: environment ?? DEFAULT_CONFIG.environment,
    },
  };
}

function collectorOf({ name, command, file, timeout, maxBytes }: v.InferOutput<typeof CollectorSchema>): Collector {
  const timeoutMs = parseDuration(timeout ?? '') ?? DEFAULT_COLLECTOR.timeoutMs;
  return { name, ...(command !== undefined && { command }), ...(file !== undefined && { file }), timeoutMs, maxBytes: maxBytes ?? DEFAULT_COLLECTOR.maxBytes };
}

function givenRules(rules: Readonly<Partial<Record<RuleId, RuleSetting | undefined>>>): RuleSettings {
  return Object.fromEntries(Object.entries(rules).filter(([, setting]) => setting !== undefined));
}

function givenWords(words: Readonly<Partial<Record<Phase, readonly string[] | undefined>>>): PhaseWords {
  return Object.fromEntries(Object.entries(words).filter(([, given]) => given !== undefined));
}
