/** What is counted in versions: their numbers are names, and no amounts. */

const TOOL = '(?:node(?:\\.?js)?|deno|bun|npm|pnpm|yarn|python|pip|react|vue|angular|svelte|next(?:\\.?js)?|vite|vitest|jest|webpack|typescript|electron|java|jdk|jre|jvm|kotlin|scala|maven|gradle|spring(?: boot)?|go|golang|rust|rustc|cargo|php|laravel|symfony|ruby|rails|perl|elixir|erlang|django|flask|gcc|clang|llvm|cmake|glibc|openssl|(?:asp)?\\.?net(?: core| sdk)?|dotnet|c\\+\\+|postgres(?:ql)?|mysql|mariadb|mongodb|redis|valkey|kafka|flink|spark|elasticsearch|nginx|envoy|istio|docker|podman|containerd|kubernetes|k8s|kubectl|helm|terraform|ansible|ubuntu|debian|fedora|alpine|rhel|centos|macos|windows|android|ios|kernel|linux|chrome|chromium|firefox|safari|git|ffmpeg|playwright|selenium)';

const AT_END = new RegExp(`\\b(?:${TOOL}|versions?|v)(?:'s)?[:*_\\s]{0,6}(?:from |v)?[*_]{0,3}$`, 'i');
const MOVES = /\b(?:upgrad|updat|bump|migrat|downgrad|releas|version)[a-z]{0,5}\b/i;
const ONLY = new RegExp(`^${TOOL}(?: (?:version|runtime|sdk|cli|engine|server|client))?$|\\bversions?\\b`, 'i');

/** Whether a number behind these words is likely a version: `Node`, `upgraded React from`. */
export function beforeVersion(words: string): boolean {
  return AT_END.test(words) || MOVES.test(words);
}

/** Whether the words of a cell name something that has versions, and nothing else: `Python`, `Node.js runtime`, `Go version`. */
export function namesVersion(cell: string): boolean {
  return ONLY.test(cell.trim());
}
