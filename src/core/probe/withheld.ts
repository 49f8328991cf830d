/** The rungs above the protocol: what an answer itself withholds. */
import type { ProbeResult } from './types.js';

/** - `authorisation`: it wants other credentials, or none would do. - `meaning`: it is no answer to what was asked for, or says that it cannot give one. */
type WithheldRung = NonNullable<ProbeResult['withheld']>;

/** gRPC's PERMISSION_DENIED and UNAUTHENTICATED. */
export const GRPC_REFUSALS: readonly number[] = [7, 16];

/** The rung that an answer in HTTP or gRPC withholds; undefined if it withholds none, or there is no answer. */
export function withheldBy({ httpStatus, grpcStatus, class: answer }: Pick<ProbeResult, 'httpStatus' | 'grpcStatus' | 'class'>): WithheldRung | undefined {
  if (httpStatus === 401 || httpStatus === 403 || httpStatus === 407) return 'authorisation';
  if (grpcStatus !== undefined && GRPC_REFUSALS.includes(grpcStatus)) return 'authorisation';
  if (httpStatus !== undefined && httpStatus >= 400) return 'meaning';
  return answer === 'unhealthy' || answer === 'unknown-service' || answer === 'unimplemented' ? 'meaning' : undefined;
}
