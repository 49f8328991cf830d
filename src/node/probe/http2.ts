/** Does HTTP/2 answer at the address: over TLS, or in plain text with prior knowledge? */
import { hostPort } from '../../core/probe/address.js';
import { replayHttp } from '../../core/probe/replay.js';
import { Http2Exchange } from './http2Exchange.js';
import { conduct, httpOf, type AddressProbe, type Question } from './question.js';

/** One GET over TLS, with ALPN h2. Follows no redirect and uses no proxy. */
export const askHttp2: AddressProbe = (question, signal) => get('http2', question, signal);

/** One GET in plain text, without the upgrade from HTTP/1.1, which RFC 9113 has removed. */
export const askH2c: AddressProbe = (question, signal) => get('h2c', question, signal);

function get(probe: 'http2' | 'h2c', question: Question, signal: AbortSignal): ReturnType<AddressProbe> {
  const { target, address, timeoutMs, trust } = question;
  const http = httpOf(target);
  const request = { headers: { ':method': 'GET', ':path': http.path, accept: '*/*' } };
  return conduct(probe, question, hostPort(address, target.port), replayHttp({ ...target, http }, address, timeoutMs, probe, trust), (start) => new Http2Exchange(question, request, start), signal);
}
