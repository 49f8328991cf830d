/** curl, if it is at hand. */
import { hostOf, hostPort } from '../../../core/probe/address.js';
import { curlClass, curlReplay, curlSaid, curlWords } from '../../../core/probe/matrix/curl.js';
import type { CellResult, MatrixCell, MatrixProtocol } from '../../../core/probe/matrix/types.js';
import { bounded, clean } from '../../../core/report/untrusted.js';
import { runBounded } from '../boundedCommand.js';
import { startClock } from '../question.js';
import type { ClientContext } from './clientCell.js';

/** Time for curl to tell its version, ms. */
const VERSION_MS = 2000;

/** Beyond curl's own deadline, for its start. ms */
const START_MS = 1000;

/** Characters of the name of a proxy. */
const SHOWN_PEER = 100;

/** What the curl at hand speaks; empty if there is none. */
export async function curlProtocols({ cwd, environment }: ClientContext, signal: AbortSignal): Promise<MatrixProtocol[]> {
  const ended = await runBounded({ words: ['curl', '-q', '--version'], cwd, env: environment, timeoutMs: VERSION_MS }, signal);
  if ('problem' in ended || ended.exitCode !== 0) return [];
  return /^Features:.*\bHTTP2\b/m.test(ended.output) ? ['http1', 'http2', 'h2c'] : ['http1'];
}

export async function askCurl(cell: MatrixCell, context: ClientContext, caFile: string | undefined, signal: AbortSignal): Promise<CellResult> {
  const { target, timeoutMs, cwd, environment } = context;
  const start = startClock();
  const words = curlWords(target, cell, hostOf(cell.address), timeoutMs, caFile);
  const ended = await runBounded({ words, cwd, env: environment, timeoutMs: timeoutMs + START_MS }, signal);
  const told = { ...cell, totalMs: start.elapsed(), replay: curlReplay(words) };
  if ('problem' in ended) return { ...told, passed: false, class: 'not-started', error: { reason: ended.problem } };
  const said = curlSaid(ended.output);
  // A name stands where it connects to the target by it: --resolve gives it the address.
  const via = said.peer === undefined || said.peer === cell.address || said.peer === hostPort(target.host, target.port) ? undefined : said.peer;
  const answer = curlClass(ended.exitCode, said, cell.protocol);
  return {
    ...told,
    passed: answer === 'up',
    class: answer,
    ...(via !== undefined && { via: bounded(clean(via), SHOWN_PEER) }),
    ...(said.httpStatus > 0 && { httpStatus: said.httpStatus }),
    ...(answer !== 'up' && said.text !== '' && { error: { ...(ended.exitCode !== null && { errno: ended.exitCode }), reason: said.text } }),
  };
}
