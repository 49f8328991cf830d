/** The git hook that puts the active work item into commit messages. */
import { chmod, mkdir, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../core/refusal.js';
import { errorCode, errorMessage } from './errorCode.js';
import { replaceFile } from './files/replaceFile.js';
import { git } from './gitCommand.js';
import { relativeTo, type Workspace } from './workspace.js';

const NAME = 'prepare-commit-msg';
const MARK = '# Made by `casebook init --git-hook`, which overwrites this file.';

/** Where a hook that was there before goes; it is called first. */
const BEFORE = `${NAME}.before-casebook`;

/**
 * Installs the hook for the checkout of a workspace; doing it twice equals once. A hook that is there is kept and called first.
 * @returns the hook's path, absolute
 * @throws Refusal `usage` outside a git checkout, `unable` if it cannot be written
 */
export async function installGitHook({ root, config }: Workspace, signal: AbortSignal): Promise<string> {
  const top = (await git(['rev-parse', '--show-toplevel'], { cwd: root }, signal))?.replace(/\r?\n$/, '');
  if (top === undefined || top === '') throw new Refusal('usage', `${root} is not in a git checkout: make one with \`git init\`, then ask for the hook again.`);
  const hook = path.join(await hooksFolder(root, top, signal), NAME);
  const prefix = (await git(['rev-parse', '--show-prefix'], { cwd: root }, signal))?.replace(/\r?\n$/, '') ?? '';
  try {
    await mkdir(path.dirname(hook), { recursive: true });
    await keepPresent(hook);
    await replaceFile(hook, script(prefix, config.workItems.folders), { mode: 0o755 });
    return hook;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('unable', `The hook ${hook} cannot be written: ${errorMessage(error)}.`);
  }
}

/** `core.hooksPath`, asked scope by scope, since our own calls of git switch hooks off; else that of all worktrees together. */
async function hooksFolder(root: string, top: string, signal: AbortSignal): Promise<string> {
  for (const scope of ['--worktree', '--local', '--global', '--system']) {
    const configured = (await git(['config', scope, '--type=path', '--get', 'core.hooksPath'], { cwd: root }, signal))?.replace(/\r?\n$/, '');
    if (configured === undefined || configured === '') continue;
    if (scope === '--global' || scope === '--system') throw new Refusal('unable', `Hooks lie in ${configured} for all checkouts (core.hooksPath): give this one its own with \`git config --local core.hooksPath .git/hooks\`, then try again.`);
    return path.resolve(top, configured);
  }
  const common = (await git(['rev-parse', '--git-common-dir'], { cwd: root }, signal))?.replace(/\r?\n$/, '') ?? '.git';
  return path.join(path.resolve(root, common), 'hooks');
}

async function keepPresent(hook: string): Promise<void> {
  const present = await readFile(hook, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (present === undefined || present.includes(MARK)) return;
  const before = path.join(path.dirname(hook), BEFORE);
  if (await stat(before).catch(() => undefined)) throw new Refusal('unable', `Both ${hook} and ${relativeTo(path.dirname(hook), before)} beside it are there, and neither is Casebook's: put them together into one, then try again.`);
  const { mode } = await stat(hook);
  await rename(hook, before);
  await chmod(before, mode);
}

function quoted(text: string): string {
  return `'${text.replaceAll('\'', '\'\\\'\'')}'`;
}

/** POSIX sh with git, sed and awk; no Node. @param prefix of the workspace inside the checkout, with a slash at its end, or empty */
function script(prefix: string, folders: readonly string[]): string {
  return `#!/bin/sh
${MARK}
# Adds [WI4] and the trailers "Work Item:" and "Phase:" for the work item that the branch names, else the one in .casebook/active.
# Its own failure never blocks a commit. A hook that was here before is called first, and may.

casebook_mark() {
  message=$1
  case $2 in merge|squash) return 0 ;; esac
  if grep -q '^Work Item: ' "$message"; then return 0; fi
  top=$(git rev-parse --show-toplevel) || return 0
  root=$top/${quoted(prefix)}
  branch=$(git symbolic-ref --quiet --short HEAD)
  number=$(printf '%s\\n' "$branch" | sed -n 's/^\\(.*[^A-Za-z0-9]\\)\\{0,1\\}[Ww][Ii][-_]\\{0,1\\}\\([0-9][0-9]*\\)\\([^A-Za-z0-9].*\\)\\{0,1\\}$/\\2/p')
  if [ -z "$number" ] && [ -r "$root/.casebook/active" ]; then
    number=$(sed -n '1s/^\\(.*[^A-Za-z0-9]\\)\\{0,1\\}[Ww][Ii][-_]\\{0,1\\}\\([0-9][0-9]*\\)\\([^A-Za-z0-9].*\\)\\{0,1\\}$/\\2/p' "$root/.casebook/active")
  fi
  if [ -z "$number" ]; then return 0; fi
  item=WI$number
  name=$item
  phase=
  for folder in ${folders.map(quoted).join(' ')}; do
    for file in "$root/$folder/$item"[_.-]*.md; do
      if [ -r "$file" ]; then
        name="$item ($folder/$(basename "$file"))"
        phase=$(sed -n '1,60{s/\\r$//;s/^[-* ]*\\**[Ss]tatus\\**:\\**[[:space:]]*//p;}' "$file" | sed -n '1{s/^["'"'"']//;s/["'"'"'[:space:]]*$//;p;}' | cut -c1-80)
        break 2
      fi
    done
  done
  comment=$(git config --get core.commentChar) || comment='#'
  if [ "$comment" = auto ]; then comment='#'; fi
  WI=$item NAME=$name PHASE=$phase COMMENT=$comment awk '
    { line[NR] = $0; if (index($0, ENVIRON["COMMENT"]) != 1 && $0 !~ /^[[:space:]]*$/ && !cut) last = NR; if (index($0, ENVIRON["COMMENT"] " ---") == 1) cut = 1 }
    END {
      mark = "[" ENVIRON["WI"] "]"
      trailers = "Work Item: " ENVIRON["NAME"]
      if (ENVIRON["PHASE"] != "") trailers = trailers "\\nPhase: " ENVIRON["PHASE"]
      if (!last) print mark " \\n\\n" trailers
      for (i = 1; i <= NR; i++) {
        if (last && !seen && index(line[i], ENVIRON["COMMENT"]) != 1 && line[i] !~ /^[[:space:]]*$/) { seen = 1; if (index(line[i], mark) == 0) line[i] = mark " " line[i] }
        print line[i]
        if (i == last) { if (line[i] !~ /^[A-Za-z][A-Za-z-]*: / || last == 1) print ""; print trailers }
      }
    }' "$message" > "$message.casebook" && cat "$message.casebook" > "$message"
  rm -f "$message.casebook"
}

before=$(dirname "$0")/${BEFORE}
if [ -x "$before" ]; then
  "$before" "$@" || exit $?
fi
(casebook_mark "$@") >/dev/null 2>&1 || :
exit 0
`;
}
