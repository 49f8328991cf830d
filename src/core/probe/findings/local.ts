import type { ProbeResult } from '../types.js';
import { bad, codeOf, good, within, type Finding } from './finding.js';

/** What this machine says of a process, a file or a command. */
export function localFinding(result: ProbeResult, timeoutMs: number): Finding {
  const detail = result.excerpt?.split('\n', 1)[0];
  const said = detail === undefined ? '' : ` (${detail})`;
  const { error } = result;
  switch (result.class) {
    case 'up':
      return good(result.probe === 'process' ? `runs${said}` : result.probe === 'file' ? `exists${said}` : 'exited with 0');
    case 'growing':
      return good(`is being written${said}`);
    case 'absent':
      return result.probe === 'process' ? bad('does not run', 'it ended, was never started here, or belongs to another container') : bad(`does not exist${codeOf(error)}`, 'the path is misspelt, or whatever writes it did not run');
    case 'restarted':
      return bad(`is another process than before${said}`, 'the number was given to a process that started later: the one that was asked for has ended');
    case 'forbidden':
      return bad(`may not be read by this user${codeOf(error)}`);
    case 'exit':
    case 'signal':
      return bad(error?.reason ?? 'failed');
    case 'timeout':
      return bad(`did not end ${within(result, timeoutMs)}, and was ended with its processes`);
    case 'not-started':
      return bad(`could not be started (${error?.reason ?? error?.code ?? 'no reason given'})`);
    default:
      return bad(`could not be asked${codeOf(error)}`);
  }
}
