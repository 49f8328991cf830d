import type { ProbeClass, RawError } from '../types.js';

/** What Node's HTTP/2 says of the peer's frames; undefined if the error is of a layer below. */
export function http2Class({ code, errno }: RawError): ProbeClass | undefined {
  switch (code) {
    case 'ERR_HTTP2_ERROR':
      // nghttp2's NGHTTP2_ERR_PROTO (-505) and NGHTTP2_ERR_BAD_CLIENT_MAGIC (-903): the bytes are no HTTP/2. Others are of one connection that did speak it.
      return errno === undefined || errno === -505 || errno === -903 ? 'wrong-protocol' : 'unknown';
    case 'ERR_HTTP2_SESSION_ERROR': // a GOAWAY frame with an error code
      return 'goaway';
    case 'ERR_HTTP2_STREAM_ERROR': // an RST_STREAM frame
      return 'stream-reset';
    default:
      return undefined;
  }
}
