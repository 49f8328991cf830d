import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/probe/classify.js';
import { rawError } from '../../../src/core/probe/rawError.js';
import type { ProbeName, RawError } from '../../../src/core/probe/types.js';

const failed = (probe: ProbeName, error: RawError, httpStatus?: number): string => classify(probe, { type: 'error', error, ...(httpStatus !== undefined && { httpStatus }) });

describe('the class of an error', () => {
  it.each<[ProbeName, RawError, string]>([
    ['dns', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'nxdomain'],
    ['dns', { code: 'ENODATA', syscall: 'queryA' }, 'no-data'],
    ['dns', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }, 'try-again'],
    ['dns', { code: 'ESERVFAIL', syscall: 'queryA' }, 'try-again'],
    ['dns', { code: 'ECONNREFUSED', syscall: 'queryA' }, 'resolver-down'],
    ['dns', { code: 'ETIMEOUT', syscall: 'queryA' }, 'resolver-timeout'],
    ['dns', { code: 'ETIMEDOUT', syscall: 'connect' }, 'unknown'],
    ['tcp', { code: 'ECONNREFUSED', syscall: 'connect' }, 'refused'],
    ['tcp', { code: 'ECONNRESET', syscall: 'connect' }, 'reset-at-accept'],
    ['tcp', { code: 'EHOSTUNREACH', syscall: 'connect' }, 'unreachable'],
    ['tcp', { code: 'ENETUNREACH', syscall: 'connect' }, 'unreachable'],
    ['tcp', { code: 'EADDRNOTAVAIL', syscall: 'connect' }, 'unreachable'],
    ['tcp', { code: 'ETIMEDOUT', syscall: 'connect' }, 'timeout'],
    ['tcp', { code: 'ETIMEOUT', syscall: 'connect' }, 'unknown'],
    ['tcp', { code: 'EACCES', syscall: 'connect' }, 'local-policy'],
    ['tcp', { code: 'EPERM', syscall: 'connect' }, 'local-policy'],
    ['tcp', { code: 'EMFILE', syscall: 'connect' }, 'unknown'],
    ['tcp', {}, 'unknown'],
    ['http1', { code: 'ECONNRESET', syscall: 'read' }, 'reset'],
    ['http1', { code: 'ECONNRESET', syscall: 'write' }, 'reset'],
    ['http1', { code: 'EPIPE', syscall: 'write' }, 'reset'],
    ['http1', { code: 'ECONNRESET' }, 'eof'],
    ['http1', { code: 'HPE_INVALID_CONSTANT' }, 'not-http'],
    ['http1', { code: 'ECONNREFUSED', syscall: 'connect' }, 'refused'],
    ['http1', { code: 'ECONNRESET', syscall: 'connect' }, 'reset-at-accept'],
    ['http1', { code: 'ETIMEDOUT', syscall: 'read' }, 'timeout'],
    ['http1', { reason: 'new to us' }, 'unknown'],
    ['tls', { code: 'CERT_HAS_EXPIRED' }, 'expired'],
    ['tls', { code: 'CERT_NOT_YET_VALID' }, 'not-yet-valid'],
    ['tls', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'self-signed'],
    ['tls', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'untrusted'],
    ['http1', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'untrusted'],
    ['http2', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'hostname'],
    // Node 20, Node 24, and https on both.
    ['tls', { code: 'ERR_SSL_WRONG_VERSION_NUMBER', reason: '…:SSL routines:ssl3_get_record:wrong version number:…' }, 'plaintext-peer'],
    ['tls', { code: 'ERR_SSL_PACKET_LENGTH_TOO_LONG', reason: '…:SSL routines:tls_get_more_records:packet length too long:…' }, 'plaintext-peer'],
    ['http1', { code: 'EPROTO', syscall: 'write', reason: 'write EPROTO …:SSL routines:ssl3_get_record:wrong version number:…' }, 'plaintext-peer'],
    ['tls', { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' }, 'version'],
    ['alpn', { code: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' }, 'alpn'],
    ['http1', { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }, 'client-cert-required'],
    ['tls', { code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }, 'handshake-refused'],
    ['tls', { code: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE' }, 'handshake-refused'],
    ['tls', { code: 'ERR_SSL_NEW_TO_US' }, 'handshake-refused'],
    ['tls', { code: 'ECONNRESET', reason: 'Client network socket disconnected before secure TLS connection was established' }, 'eof'],
    ['h2c', { code: 'ERR_HTTP2_ERROR', errno: -505 }, 'wrong-protocol'],
    ['http2', { code: 'ERR_HTTP2_SESSION_ERROR' }, 'goaway'],
    ['grpc', { code: 'ERR_HTTP2_STREAM_ERROR' }, 'stream-reset'],
    ['h2c', { code: 'ECONNRESET', syscall: 'read' }, 'reset'],
    ['websocket', { code: 'ECONNRESET' }, 'eof'],
    ['websocket', { code: 'HPE_INVALID_CONSTANT' }, 'not-http'],
  ])('%s %j is %s', (probe, error, expected) => {
    expect(failed(probe, error)).toBe(expected);
  });

  it('is truncated once the head of an answer has come, with a FIN as with an RST', () => {
    expect(failed('http1', { code: 'ECONNRESET', reason: 'aborted' }, 200)).toBe('truncated');
    expect(failed('http1', { code: 'ECONNRESET', syscall: 'read' }, 200)).toBe('truncated');
    expect(failed('http1', { code: 'HPE_INVALID_CHUNK_SIZE' }, 200)).toBe('not-http');
  });
});

it("the probe's own deadline is a timeout, of the resolver for a name", () => {
  expect(classify('tcp', { type: 'deadline', error: {} })).toBe('timeout');
  expect(classify('http1', { type: 'deadline', error: {}, httpStatus: 200 })).toBe('timeout');
  expect(classify('dns', { type: 'deadline', error: {} })).toBe('resolver-timeout');
});

it('an answer is up, one with 5xx unhealthy', () => {
  expect(classify('tcp', { type: 'answer' })).toBe('up');
  expect([101, 200, 301, 401, 403, 404, 499].map((httpStatus) => classify('http1', { type: 'answer', httpStatus }))).toEqual(Array<string>(7).fill('up'));
  expect([500, 503, 599].map((httpStatus) => classify('http1', { type: 'answer', httpStatus }))).toEqual(Array<string>(3).fill('unhealthy'));
});

describe('the raw error', () => {
  it('keeps code, syscall, errno and message', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED', syscall: 'connect', errno: -111, address: '127.0.0.1' });
    expect(rawError(error)).toEqual({ code: 'ECONNREFUSED', syscall: 'connect', errno: -111, reason: 'connect ECONNREFUSED 127.0.0.1:1' });
  });

  it('is found inside an AggregateError, whose own message is empty', () => {
    const part = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED', syscall: 'connect' });
    const aggregate = Object.assign(new AggregateError([new Error('no code'), part]), { code: 'ECONNREFUSED' });
    expect(aggregate.message).toBe('');
    expect(rawError(aggregate)).toEqual({ code: 'ECONNREFUSED', syscall: 'connect', reason: 'connect ECONNREFUSED ::1:1' });
  });

  it('is found behind a wrapper, along its causes', () => {
    const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
    expect(rawError(new TypeError('fetch failed', { cause: new Error('between', { cause }) }))).toMatchObject({ code: 'ECONNRESET', syscall: 'read' });
  });

  it('is the cause that an error of Node itself hides', () => {
    const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
    expect(rawError(Object.assign(new Error('The pending stream has been canceled', { cause }), { code: 'ERR_HTTP2_STREAM_CANCEL' }))).toMatchObject({ code: 'ECONNRESET' });
    expect(rawError(Object.assign(new Error('no cause'), { code: 'ERR_HTTP2_ERROR' }))).toEqual({ code: 'ERR_HTTP2_ERROR', reason: 'no cause' });
  });

  it('is the outermost error where none has a code, and survives a chain that leads back into itself', () => {
    const loop: Error & { cause?: unknown } = new Error('outer');
    loop.cause = loop;
    expect(rawError(loop)).toEqual({ reason: 'outer' });
    expect(rawError('a string')).toEqual({ reason: 'a string' });
    expect(rawError(undefined)).toEqual({ reason: 'undefined' });
  });

  it('is bounded and shows no secret', () => {
    const { reason } = rawError(new Error(`password=hunter2 \u001b[31m${'x'.repeat(1000)}`));
    expect(reason).toMatch(/^password=‹secret:value› x+…$/);
    expect(reason).toHaveLength(300);
  });
});
