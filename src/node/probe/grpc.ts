/** Does the gRPC server call itself healthy? */
import { hostPort } from '../../core/probe/address.js';
import type { Observation } from '../../core/probe/classify.js';
import { HEALTH_PATH, healthRequest, healthService, healthStatus, statusName } from '../../core/probe/grpcHealth.js';
import { GRPC_REFUSALS } from '../../core/probe/withheld.js';
import { replayGrpc } from '../../core/probe/replay.js';
import { clean, bounded } from '../../core/report/untrusted.js';
import { Http2Exchange } from './http2Exchange.js';
import { conduct, httpOf, type AddressProbe, type Question, type Start } from './question.js';

/** One call of the health service (grpc.health.v1), for the whole server or for the service that the target's path names. */
export const askGrpc: AddressProbe = (question, signal) => {
  const { target, address, timeoutMs, trust } = question;
  const http = httpOf(target);
  const frame = healthRequest(healthService(http.path));
  const replay = replayGrpc({ ...target, http }, address, timeoutMs, trust, frame);
  return conduct('grpc', question, hostPort(address, target.port), replay, (start) => new HealthCheck(question, frame, start), signal);
};

/** Characters of the server's own message. */
const SHOWN_MESSAGE = 200;

class HealthCheck extends Http2Exchange {
  constructor(question: Question, frame: Uint8Array, start: Start) {
    super(question, { headers: { ':method': 'POST', ':path': HEALTH_PATH, 'content-type': 'application/grpc', te: 'trailers' }, body: frame }, start);
  }

  /** In the trailers, or in the headers of an answer that is nothing else. */
  get grpcStatus(): number | undefined {
    const status = this.#said('grpc-status');
    return status !== undefined && /^\d{1,3}$/.test(status) ? Number(status) : undefined;
  }

  override async ended(signal: AbortSignal): Promise<Observation | undefined> {
    const seen = await super.ended(signal);
    return seen?.type === 'answer' ? { ...this.#judge(), ...(seen.httpStatus !== undefined && { httpStatus: seen.httpStatus }) } : seen;
  }

  override excerpt(): string {
    if (!this.headers) return '';
    const message = this.#said('grpc-message');
    return [`HTTP/2 ${this.headers[':status'] ?? ''}`, `grpc-status: ${this.#said('grpc-status') ?? '(none)'}`, ...(message === undefined ? [] : [`grpc-message: ${bounded(clean(message), SHOWN_MESSAGE)}`])].join('\n');
  }

  #judge(): Observation {
    const status = this.grpcStatus;
    const httpStatus = this.headers?.[':status'];
    const isGrpc = /^application\/grpc(?:$|[;+ ])/.test(this.headers?.['content-type'] ?? '');
    if (isGrpc && status === undefined && (httpStatus ?? 0) < 300) return { type: 'judged', class: 'truncated', error: { reason: 'the answer ended without a grpc-status' } };
    if (status === undefined || !isGrpc) {
      if (httpStatus !== undefined && httpStatus >= 500) return { type: 'judged', class: 'unhealthy' };
      return { type: 'judged', class: 'not-grpc', error: { reason: `content-type ${bounded(clean(this.headers?.['content-type'] ?? '(none)'), SHOWN_MESSAGE)}, ${status === undefined ? 'no grpc-status' : `grpc-status ${status}`}` } };
    }
    if (status === 5) return { type: 'judged', class: 'unknown-service' };
    if (status === 12) return { type: 'judged', class: 'unimplemented' };
    if (GRPC_REFUSALS.includes(status)) return { type: 'judged', class: 'unauthorised', error: { reason: `status ${statusName(status)}` } };
    if (status !== 0) return { type: 'judged', class: 'unhealthy', error: { reason: `status ${statusName(status)}` } };
    const health = healthStatus(this.body.bytes());
    return health === 'SERVING' ? { type: 'answer' } : { type: 'judged', class: 'unhealthy', error: { reason: health ?? 'a message that cannot be read as a health status' } };
  }

  #said(name: string): string | undefined {
    const value = this.trailers?.[name] ?? this.headers?.[name];
    return typeof value === 'string' ? value : undefined;
  }
}
