/** The one call of gRPC that a probe makes: grpc.health.v1.Health/Check (grpc/doc/health-checking.md), without a protobuf library. */

export const HEALTH_PATH = '/grpc.health.v1.Health/Check';

/** Of HealthCheckResponse.ServingStatus. */
const STATUS = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;

/** Names of gRPC's status codes (grpc/doc/statuscodes.md). */
const CODES = [
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED',
];

/** `12, UNIMPLEMENTED` */
export function statusName(code: number): string {
  return `${code}${CODES[code] === undefined ? '' : `, ${CODES[code]}`}`;
}

/** The service whose health the path of a target asks for: `/` is the whole server, an empty name. */
export function healthService(path: string): string {
  const written = path.replace(/\?.*$/s, '').slice(1);
  try {
    return decodeURIComponent(written);
  } catch {
    return written; // A percent sign that escapes nothing means itself.
  }
}

/** The request as a frame: a flag (0, not compressed), the length in 4 bytes, and the message, whose field 1 is the name of the service. */
export function healthRequest(service: string): Uint8Array {
  const name = new TextEncoder().encode(service);
  const message = name.length === 0 ? [] : [0x0a, ...varint(name.length), ...name];
  return Uint8Array.from([0, ...bigEndian(message.length), ...message]);
}

/** What the frame of a response says; undefined if it is none, or was cut off. A message without the field says UNKNOWN, protobuf's default. */
export function healthStatus(frame: Uint8Array): (typeof STATUS)[number] | undefined {
  const [flag, a = 0, b = 0, c = 0, d = 0] = frame;
  const length = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  if (flag !== 0 || frame.length < 5 + length) return undefined;
  const [key, value] = frame.subarray(5, 5 + length);
  if (length === 0) return 'UNKNOWN';
  return key === 0x08 && value !== undefined ? STATUS[value] : undefined;
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

function bigEndian(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
