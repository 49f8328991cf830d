/**
 * Starts the command line from the code that an earlier start compiled, where there is one (see compiledCode.ts). Bundled to `dist/cli/casebook.cjs`;
 * it loads no other file but `chunks/startup.cjs`, and Node's loader of ES modules not at all: that is for the verbs which are loaded later.
 */
import { readFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';
import { compiledCodeOf, keepCompiled } from './compiledCode.js';

/** Hash of the merged start; undefined where it was not merged, in a build for development. */
declare const CASEBOOK_STARTUP: string | undefined;

interface CommandLine {
  start(): Promise<void>;
}

function merged(hash: string): CommandLine {
  const file = path.join(__dirname, 'chunks', 'startup.cjs');
  const kept = compiledCodeOf(hash, process.argv[2]);
  const script = new Script(Module.wrap(readFileSync(file, 'utf8')), { filename: file, ...(kept.code && { cachedData: kept.code }) });
  if (kept.file !== undefined && (!kept.code || script.cachedDataRejected === true)) keepCompiled(script, kept.file);
  // As `require` would have it: verbs that are loaded later find the same instance.
  const module = new Module(file);
  const require = createRequire(file);
  require.cache[file] = module;
  const evaluate = script.runInThisContext() as (exports: unknown, require: NodeJS.Require, module: NodeJS.Module, filename: string, dirname: string) => void;
  evaluate(module.exports, require, module, file, path.dirname(file));
  module.loaded = true;
  return module.exports as CommandLine;
}

async function commandLine(): Promise<CommandLine> {
  if (CASEBOOK_STARTUP !== undefined) return merged(CASEBOOK_STARTUP);
  const entry = './main.mjs';
  return (await import(entry)) as CommandLine;
}

void commandLine().then((loaded) => loaded.start());
