/** Which command would run the tests of a file: told by what lies around it. It is proposed, and nothing is run. */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { frameworkOf, HOME_FILES, similarFiles } from '../../core/run/testCommand/detect.js';
import { frameworkById, type FrameworkId } from '../../core/run/testCommand/frameworks.js';
import type { TestCommand } from '../../core/run/testCommand/types.js';
import { relativeTo } from '../workspace.js';

/** Bytes of a test's source whose imports are looked for. */
const SOURCE_BYTES = 16 * 1024;

/** Bytes of a package.json that is read. */
const MAX_MANIFEST = 1024 * 1024;

/**
 * The command, the files that are run like this one, and the folder; undefined where nothing tells the framework.
 * @param root absolute @param file absolute, inside the root
 */
export async function suggestTestCommand(root: string, file: string): Promise<(TestCommand & { readonly framework: FrameworkId }) | undefined> {
  const folders = foldersUpTo(root, path.dirname(file));
  const manifest = await nearest(folders, ['package.json']);
  const framework = frameworkOf({ file, source: await beginningOf(file), ...(await readManifest(manifest)) });
  if (framework === undefined) return undefined;
  const home = (await nearest(folders, HOME_FILES[framework])) ?? root;
  const { template } = frameworkById(framework);
  const command = framework === 'pytest' ? template.replace(/^python/, await pythonIn(home, root)) : template;
  const cwd = relativeTo(root, home);
  return { framework, files: similarFiles(relativeTo(root, file), cwd), command, ...(cwd !== '' && { cwd }) };
}

/** The nearest first; the root is the last. */
function foldersUpTo(root: string, folder: string): string[] {
  const folders = [folder];
  for (let at = folder; at !== root && path.dirname(at) !== at; at = path.dirname(at)) folders.push(path.dirname(at));
  return folders;
}

/** The first folder that holds one of the files. @param names `*.ext` for any with that ending */
async function nearest(folders: readonly string[], names: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const entries = await readdir(folder).catch((): string[] => []);
    if (entries.some((entry) => names.some((name) => (name.startsWith('*') ? entry.endsWith(name.slice(1)) : entry === name)))) return folder;
  }
  return undefined;
}

async function beginningOf(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SOURCE_BYTES), 0, SOURCE_BYTES, 0);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } catch {
    return ''; // a folder: some extensions have tests for these
  } finally {
    await handle.close();
  }
}

/** Nothing from a manifest that cannot be used: the user is asked then. */
async function readManifest(folder: string | undefined): Promise<{ dependencies: string[]; testScript: string }> {
  const none = { dependencies: [], testScript: '' };
  if (folder === undefined) return none;
  const file = path.join(folder, 'package.json');
  try {
    if ((await stat(file)).size > MAX_MANIFEST) return none;
    const data: unknown = JSON.parse(await readFile(file, 'utf8'));
    const script = property(property(data, 'scripts'), 'test');
    return {
      dependencies: ['dependencies', 'devDependencies'].flatMap((key) => Object.keys((property(data, key) as object | undefined) ?? {})),
      testScript: typeof script === 'string' ? script : '',
    };
  } catch {
    return none;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** That of a virtual environment beside the tests, as a path from where the command runs. */
async function pythonIn(home: string, root: string): Promise<string> {
  const windows = process.platform === 'win32';
  for (const folder of [home, root]) {
    for (const name of ['.venv', 'venv']) {
      const python = path.join(folder, name, ...(windows ? ['Scripts', 'python.exe'] : ['bin', 'python']));
      if (await stat(python).then((info) => info.isFile(), () => false)) return relativeTo(home, python);
    }
  }
  return windows ? 'python' : 'python3';
}
