/** What stands behind `playwright test`, without what a warm run sets itself. */

/** Left out: with `true`, the next word is their value, where none follows a `=`. */
const DROPPED: Readonly<Record<string, boolean>> = { '--reporter': true, '--repeat-each': true, '--workers': true, '-j': true, '--max-failures': true, '-x': false, '--global-timeout': true };

const REFUSED: Readonly<Record<string, string>> = {
  '--ui': 'with --ui a person starts the tests',
  '--ui-host': 'with --ui-host a person starts the tests',
  '--ui-port': 'with --ui-port a person starts the tests',
  '--debug': 'with --debug a person steps through the tests',
  '--list': '--list runs no test',
  '--last-failed': '--last-failed selects other tests each time',
};

/** @returns the words that are left, or a problem as a sentence that says what to do */
export function playwrightArguments(args: readonly string[]): { readonly args: readonly string[] } | { readonly problem: string } {
  const kept: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const name = word.split('=')[0] ?? '';
    const refused = REFUSED[name];
    if (refused !== undefined) return { problem: `This command cannot be repeated warm: ${refused}. Leave it or --warm out.` };
    const dropped = Object.hasOwn(DROPPED, name) ? DROPPED[name] : undefined;
    if (dropped === undefined && !/^-j\d/.test(word)) kept.push(word);
    else if (dropped === true && !word.includes('=')) at += 1;
  }
  return { args: kept };
}
