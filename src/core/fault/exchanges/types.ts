/** Requests and messages through a fault proxy, as far as they can be told: in plain text, HTTP/1 and WebSocket. */

/** HTTP/1. */
export interface RequestCounts {
  /** Their head was seen. */
  readonly begun: number;
  /** A complete response was passed on to a client that had not given up. */
  readonly answered: number;
  /** No complete response, and none can come any more. */
  readonly lost: number;
  /** Neither, when the run ended. */
  readonly underWay: number;
  /** The same request line and body as one that was lost, sent again later. */
  readonly again: number;
  /** Copies that reached the server whole beyond the first: what they ask may be done twice. */
  readonly twice: number;
}

/** Text and binary messages of WebSockets, one direction. */
export interface MessageCounts {
  readonly sent: number;
  /** Passed on whole to a peer that had not given up. */
  readonly delivered: number;
  readonly lost: number;
  readonly underWay: number;
}

export interface Exchanges {
  /** Null: no HTTP/1 was seen. */
  readonly requests: RequestCounts | null;
  /** Null: no WebSocket was seen. `again` and `twice` are of the client's messages, as in {@link RequestCounts}. */
  readonly messages: { readonly up: MessageCounts; readonly down: MessageCounts; readonly again: number; readonly twice: number } | null;
  /** Connections on which nothing can be told, by what was seen of them. `silent`: the client sent nothing. */
  readonly untold: { readonly tls: number; readonly http2: number; readonly other: number; readonly silent: number };
}
