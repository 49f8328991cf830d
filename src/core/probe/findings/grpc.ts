import type { ProbeResult } from '../types.js';
import { bad, codeOf, good, type Finding } from './finding.js';
import { exchangeFinding, overdue } from './http.js';

/** What a gRPC health check came to. */
export function grpcFinding(result: ProbeResult, timeoutMs: number): Finding {
  const { httpStatus, grpcStatus, error } = result;
  const said = error?.reason === undefined ? '' : ` (${error.reason})`;
  switch (result.class) {
    case 'up':
      return good('answered the gRPC health check: SERVING');
    case 'unhealthy':
      return bad(grpcStatus === undefined ? `answered HTTP ${httpStatus ?? '5xx'}` : `answered the gRPC health check${said}`, 'it is reachable, but unhealthy');
    case 'unknown-service':
      return bad('answered the gRPC health check with status 5, NOT_FOUND', 'the server does not know the service that the path of the target names');
    case 'unimplemented':
      return bad('answered the gRPC health check with status 12, UNIMPLEMENTED', 'gRPC works, but the server offers no health service: whether it is healthy cannot be asked');
    case 'not-grpc':
      return bad(`answered HTTP ${httpStatus ?? ''}, but not in gRPC${said}`, 'HTTP/2 works, and what answers is no gRPC server');
    case 'truncated':
      return bad(`began an answer in gRPC, but the connection ended before its status came${codeOf(error)}`, 'the service, or a proxy before it, broke off while it answered');
    case 'timeout':
      return overdue(result, timeoutMs);
    default:
      return exchangeFinding(result);
  }
}
