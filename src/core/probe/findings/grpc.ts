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
      return grpcStatus === undefined ? bad(`answered HTTP ${httpStatus ?? '5xx'}`, 'it is reachable, but unhealthy') : bad(`answered the gRPC health check${said}`, 'it is reachable, but does not call itself healthy');
    case 'unauthorised':
      return bad(`refused the gRPC health check${said}`, 'the server is up, and wants other credentials before it tells its health');
    case 'unknown-service':
      return bad('answered the gRPC health check with status 5, NOT_FOUND', 'it does not know the service that the path of the target names, or, without a path, keeps no health of the whole server');
    case 'unimplemented':
      return bad('answered the gRPC health check with status 12, UNIMPLEMENTED', 'gRPC works, but the server offers no health service: whether it is healthy cannot be asked');
    case 'not-grpc':
      return bad(`answered HTTP ${httpStatus ?? ''}, but not in gRPC${said}`, 'HTTP/2 works, and what answered is no gRPC server: a proxy before one, perhaps');
    case 'truncated':
      return bad(`began an answer in gRPC, but ended it before its status came${codeOf(error)}`, 'the service, or a proxy before it, broke off while it answered');
    case 'timeout':
      return overdue(result, timeoutMs);
    default:
      return exchangeFinding(result);
  }
}
