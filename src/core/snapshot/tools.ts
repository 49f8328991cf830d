/** Which tools a workspace uses, by the manifests in it; their content is not read. */

export interface ToolQuestion {
  readonly name: string;
  /** Arguments that make it tell its version and nothing else. */
  readonly args: readonly string[];
  readonly manifest: string;
}

const ARGS: Readonly<Record<string, readonly string[]>> = { go: ['version'], java: ['-version'], mvn: ['-version'] };

/** Names of files, or `*.EXTENSION`, and the tools that go with them. */
const BY_MANIFEST: readonly (readonly [manifest: string, ...tools: string[]])[] = [
  ['package.json', 'node', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['deno.json', 'deno'],
  ['go.mod', 'go'],
  ['go.work', 'go'],
  ['Cargo.toml', 'cargo', 'rustc'],
  ['pyproject.toml', 'python3'],
  ['requirements.txt', 'python3'],
  ['setup.py', 'python3'],
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['Gemfile', 'ruby', 'bundle'],
  ['composer.json', 'php', 'composer'],
  ['pom.xml', 'java', 'mvn'],
  ['build.gradle', 'java'],
  ['build.gradle.kts', 'java'],
  ['global.json', 'dotnet'],
  ['*.sln', 'dotnet'],
  ['*.slnx', 'dotnet'],
  ['*.csproj', 'dotnet'],
  ['*.fsproj', 'dotnet'],
  ['CMakeLists.txt', 'cmake'],
  ['Makefile', 'make'],
  ['Dockerfile', 'docker'],
  ['compose.yaml', 'docker'],
  ['docker-compose.yml', 'docker'],
  ['Chart.yaml', 'helm'],
  ['.git', 'git'],
];

/** @param names of the files in the workspace's root and in the folders right below it */
export function toolsFor(names: readonly string[]): ToolQuestion[] {
  const questions = new Map<string, ToolQuestion>();
  for (const [manifest, ...tools] of BY_MANIFEST) {
    const found = names.find((name) => (manifest.startsWith('*') ? name.endsWith(manifest.slice(1)) : name === manifest));
    if (found === undefined) continue;
    for (const name of tools) if (!questions.has(name)) questions.set(name, { name, args: ARGS[name] ?? ['--version'], manifest: found });
  }
  return [...questions.values()];
}
