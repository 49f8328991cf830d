/** The command line: finds the verb, loads only its module, and turns what happens into an exit code. `launch.ts` starts it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { Refusal } from '../core/refusal.js';
import { plain } from '../core/report/untrusted.js';
import { SURFACE_VARIABLE } from '../protocol/surface.js';
import type { Context, Output, Verb } from './context.js';
import { redactFor } from './redaction.js';
import { EXIT, exitCodeOf, gravest, type ExitCode } from './exitCode.js';

declare const CASEBOOK_VERSION: string;

const VERBS: readonly { readonly name: string; readonly summary: string; readonly load: () => Promise<{ verb: Verb }> }[] = [
  { name: 'init', summary: 'make .casebook/ in this folder', load: () => import('./verbs/init.js') },
  { name: 'new', summary: 'make a work item from a template, and print its path', load: () => import('./verbs/new.js') },
  { name: 'list', summary: 'list work items, open ones first', load: () => import('./verbs/list.js') },
  { name: 'show', summary: 'show one work item in short', load: () => import('./verbs/show.js') },
  { name: 'check', summary: 'check work items against their template', load: () => import('./verbs/check.js') },
  { name: 'advance', summary: 'move a work item to its next phase, if it has what that takes', load: () => import('./verbs/advance.js') },
  { name: 'lessons', summary: 'find what past work items teach about a problem', load: () => import('./verbs/lessons.js') },
  { name: 'renumber', summary: 'give a work item another number, and rewrite references to it', load: () => import('./verbs/renumber.js') },
  { name: 'run', summary: 'repeat a command, and say how often it fails', load: () => import('./verbs/run.js') },
  { name: 'record', summary: 'run a command, or the shell code of a work item, once, and file what it printed and how it ended', load: () => import('./verbs/record.js') },
  { name: 'pause', summary: 'let a run start no further attempt', load: () => import('./verbs/pause.js') },
  { name: 'resume', summary: 'let a paused run go on, or take up again one that was killed or cancelled', load: () => import('./verbs/resume.js') },
  { name: 'cancel', summary: 'end a run that goes on', load: () => import('./verbs/cancel.js') },
  { name: 'verify', summary: 'prove that a failure is gone: replay the baseline on the sources as they are now', load: () => import('./verbs/verify.js') },
  { name: 'compare', summary: 'hold two recorded runs against each other', load: () => import('./verbs/compare.js') },
  { name: 'bisect', summary: 'find the commit that brought a failure which comes only now and then', load: () => import('./verbs/bisect.js') },
  { name: 'probe', summary: 'ask an endpoint, rung by rung, where it breaks', load: () => import('./verbs/probe.js') },
  { name: 'wait', summary: 'wait until a target is ready for its clients, and say how long that took', load: () => import('./verbs/wait.js') },
  { name: 'snapshot', summary: 'record the state of this machine, or name what differs between two such records', load: () => import('./verbs/snapshot.js') },
  { name: 'logs', summary: 'say what logs tell: failures, what repeats, what backs off, silences; or what separates two of them', load: () => import('./verbs/logs.js') },
  { name: 'explain', summary: 'say what an error means, what it does not mean, and which probe settles it', load: () => import('./verbs/explain.js') },
  { name: 'fault', summary: 'break connections on purpose through a proxy, and see what a client does', load: () => import('./verbs/fault.js') },
  { name: 'redact', summary: 'print a text without the secrets in it', load: () => import('./verbs/redact.js') },
  { name: 'writeback', summary: 'write the evidence of a run or probe into a work item', load: () => import('./verbs/writeback.js') },
];

const START = `
Start with a command that fails now and then:
  casebook run -n 50 -- COMMAND   repeat it: how often does it fail, and how?
  casebook new --from RUN         a work item of that run, whose id \`run\` prints
  casebook verify --wi WI1        after the change: is the failure proven gone?

\`casebook VERB --help\` tells the options and exit codes of a verb.`;

async function main(argv: readonly string[], context: Context): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = new Command('casebook')
    .description('Debugging driven by work items: repeat, probe, and write down what was measured.')
    .version(context.version, '-V, --version')
    .showHelpAfterError('(see `casebook --help`)')
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.out.write(text), writeErr: (text) => context.err.write(text) })
    .addHelpText('after', START)
    .enablePositionalOptions();
  const words = argv.filter((word) => !word.startsWith('-'));
  const named = words[0] === 'help' ? words[1] : words[0];
  const wanted = VERBS.find(({ name }) => name === named);
  // Help on a verb that there is not would be help on all, and a typing error a success.
  const asked = wanted === undefined && named !== undefined && ['help', '-h', '--help', named].includes(argv[0] ?? '') ? [named] : argv;
  // A verb that is named first needs no list of the others.
  for (const { name, summary, load } of wanted && argv[0] === wanted.name ? [wanted] : VERBS) {
    const command = program.command(name).description(summary).exitOverride().showHelpAfterError(`(see \`casebook ${name} --help\`)`);
    command.option('--json', 'one JSON document on standard output (NDJSON for streams)').option('--cwd <dir>', 'work in that folder');
    if (name !== wanted?.name) continue;
    const { verb } = await load();
    verb.define(command, (action) => async (...args) => {
      const called = args.find((argument): argument is Command => argument instanceof Command);
      await redactFor(context, called?.optsWithGlobals<{ cwd?: string }>().cwd, name === 'init');
      exitCode = await action(context, ...args);
    });
  }
  if (argv.length === 0) {
    program.outputHelp({ error: true });
    return EXIT.usage;
  }
  try {
    await program.parseAsync([...asked], { from: 'user' });
    return exitCode;
  } catch (error) {
    return failed(error, context);
  }
}

/** The extension started this process, and shows what it says. What runs in it is not told. */
const inEditor = process.env[SURFACE_VARIABLE] === 'editor';
Reflect.deleteProperty(process.env, SURFACE_VARIABLE);

/** A refusal is a sentence, wrong usage was already told, a cancelled verb needs no words; anything else is a bug and keeps its stack. */
function failed(error: unknown, context: Context): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof Refusal) {
    context.err.write(`casebook: ${plain((inEditor ? error.help.inEditor : undefined) ?? error.message)}\n`);
    return exitCodeOf(error.code);
  }
  if (context.signal.aborted) return EXIT.cancelled;
  throw error;
}

/** Telling that failed: of a reader that went away, or a full disk behind a redirection. It ends the telling, not the work. */
const lost = new Map<string, string>();

function output(name: string, stream: NodeJS.WriteStream): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => lost.set(name, error.code ?? error.message));
  return {
    write: (text) => void stream.write(text),
    get columns() {
      // Some terminals do not tell their size.
      return stream.isTTY && stream.columns > 0 ? stream.columns : undefined;
    },
  };
}

/** Templates lie beside the bundle (`dist/templates`), whose own folder is `dist/cli` or below. */
function templatesFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const candidates = [path.join(here, '../templates'), path.join(here, '../../templates')];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error(`The templates are missing beside ${here}.`);
  return found;
}

/** Runs what the arguments ask for, and sets the exit code of the process. */
export async function start(): Promise<void> {
  let ended = false;
  // Of a process that ends before its verb did, also by a bug.
  process.once('exit', () => {
    if (!ended) process.exitCode = EXIT.unable;
  });
  const cancel = new AbortController();
  const now = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => (cancel.signal.aborted ? now : cancel).abort(new Error(name)));
  const exitCode = await main(process.argv.slice(2), {
    cwd: process.cwd(),
    env: process.env,
    signal: cancel.signal,
    now: now.signal,
    out: output('stdout', process.stdout),
    err: output('stderr', process.stderr),
    version: CASEBOOK_VERSION,
    templates: templatesFolder(),
  });
  ended = true;
  process.exitCode = exitCode;
  // Writes end after the verb did: what was not told by then is a result that nobody has, unless the reader chose to go.
  process.on('beforeExit', () => {
    const code = lost.get('stdout');
    if (code === undefined || code === 'EPIPE' || code === 'EIO') return;
    process.exitCode = gravest(EXIT.unable, exitCode);
    process.stderr.write(`casebook: The result could not be written to standard output (${code}): send it where there is room, and ask again. What was recorded in .casebook or in a work item stands.\n`);
  });
}
