/** The ways in which connections, names, certificates, protocols and files fail: what each means, and what it does not. */
import type { Failure } from './types.js';

const NETWORK = {
  refused: {
    title: 'connection refused',
    means: 'The connection was answered with a refusal (TCP RST): at that moment nothing accepted connections on that address and port, or a firewall rejects them.',
    meansNot: 'Not that the service is down: it may listen on the other address family (::1 or 127.0.0.1), on another port or interface, in another container, or a moment later. Not a TLS or HTTP problem: nothing was said yet.',
    settledBy: ['endpoint', 'ready'],
  },
  reset: {
    title: 'connection reset by the peer',
    means: 'There was a connection, or its beginning, and the other side or something between tore it down (TCP RST): a process that ended or closed with data unread, a forwarder without a backend, an idle limit.',
    meansNot: 'Not that nothing listens: that would be refused. Not that the request was not executed: it may have been, wholly or in part.',
    settledBy: ['endpoint', 'client'],
  },
  eof: {
    title: 'connection closed before the answer was complete',
    means: 'The other side closed the connection in good order (TCP FIN) where more was expected. Before any byte: a port forwarder without a backend, a service that is not ready, a keep-alive connection that was closed meanwhile, or plain text spoken to a TLS port.',
    meansNot: 'Not a network fault, and not refused: something accepted. Not proof that the service is ready, either: an accepted connection is less than an answer.',
    settledBy: ['endpoint', 'ready'],
  },
  'broken-pipe': {
    title: 'wrote to a connection or pipe that the reader had closed',
    means: 'The other end was already gone when this was written; the first sign of that may have been overlooked.',
    meansNot: 'Not that this write caused the end: look at what the other side did before it.',
    settledBy: ['endpoint'],
  },
  'connect-timeout': {
    title: 'no answer in time',
    means: 'Nothing came back before the deadline of the system or the client. While connecting: packets are dropped (firewall, wrong address, host off, full accept queue). Later: the peer is silent.',
    meansNot: 'Not refused, and not a closed port: that would have been answered at once. A deadline of the client does not say that the server is slow: it may never have got the request.',
    settledBy: ['endpoint', 'client'],
  },
  'read-timeout': {
    title: 'connected, but no answer in time',
    means: 'The connection was there, and the answer did not come, or did not end, before the deadline of the client.',
    meansNot: 'Not a connection problem: names, addresses and ports were right. Not proof that the request failed: it may be executed still.',
    settledBy: ['endpoint'],
  },
  deadline: {
    title: "the client's own deadline passed",
    means: 'A time limit that the client had set itself ended the operation, wherever it stood: name, connection, handshake, answer, or waiting for a free connection of a pool.',
    meansNot: 'It does not say at which step, and not that the server was slow.',
    settledBy: ['endpoint', 'client'],
  },
  cancelled: {
    title: 'cancelled by this side',
    means: 'The program itself ended the operation: a cancelled context or token, a shut-down, a closed client, or a time limit spelt as a cancellation.',
    meansNot: 'Nothing about the other side. Look for what cancelled, which came before.',
    settledBy: ['client'],
  },
  'closed-here': {
    title: 'used after this side had closed it',
    means: 'The connection, socket or channel was closed by this program before this use of it.',
    meansNot: 'Nothing about the other side: the order of events in this program is the question.',
    settledBy: ['client'],
  },
  unreachable: {
    title: 'no way to the address',
    means: 'This machine or a router has no route to the address, the host did not answer at the link, or a firewall says so (ICMP).',
    meansNot: 'Not refused: the host itself did not answer. With an IPv6 address often only that this machine has no IPv6, while IPv4 works.',
    settledBy: ['endpoint', 'machine'],
  },
  aborted: {
    title: 'connection aborted on this side',
    means: 'The own system or program gave the connection up: a retransmission limit, a local firewall or proxy, a peer that was gone before accept().',
    meansNot: 'Not a refusal by the peer.',
    settledBy: ['endpoint', 'client'],
  },
  'local-policy': {
    title: 'not permitted on this machine',
    means: 'The operation was forbidden here: rights of a file, a port below 1024, a local firewall, a sandbox, a port range that the system has reserved.',
    meansNot: 'Not an answer of the peer: no packet needs to have left.',
    settledBy: ['file', 'listener'],
  },
  'address-in-use': {
    title: 'the address is in use',
    means: 'Another socket has that address and port: another process, an earlier instance of the same one, or for a client no free port toward that peer.',
    meansNot: 'Not necessarily a stranger: look whose it is before ending anything. A closed connection in TIME_WAIT blocks a listener only without SO_REUSEADDR.',
    settledBy: ['listener', 'machine'],
  },
  'address-unavailable': {
    title: 'the address is not one of this machine',
    means: 'The address that was to be bound is none of this machine (a host name that resolves to another one, ::1 where IPv6 is off), or as a client all ports toward that peer are taken.',
    meansNot: 'Not that the port is taken: that is "address in use".',
    settledBy: ['listener', 'machine'],
  },
  'address-family': {
    title: 'the address family is not supported',
    means: 'IPv6 is switched off on this machine or in this program, or an IPv4 socket was given an IPv6 address.',
    meansNot: 'Not that the peer refuses: nothing was sent.',
    settledBy: ['client', 'endpoint'],
  },
  'no-data-errno': {
    title: 'ENODATA: no data available',
    means: 'On Linux number 61 is ENODATA: a stream or attribute has no data. No connect() gives it. From a name resolver or a runtime it means that no usable address was left: for .NET, every address family was skipped, as with DOTNET_SYSTEM_NET_DISABLEIPV6=1 and an IPv6 address.',
    meansNot: 'Not "connection refused": that is 111 on Linux (61 means it on macOS only). Probably no connection was attempted at all, so that curl reaches the target proves nothing about this client.',
    settledBy: ['client', 'endpoint'],
  },
  'would-block': {
    title: 'nothing there at this moment',
    means: 'A non-blocking operation had nothing to do yet, a receive time limit passed (SO_RCVTIMEO), or a limit of processes or threads is reached (fork).',
    meansNot: 'Usually not an error by itself: it is to be tried again when the system says so.',
    settledBy: ['machine'],
  },
  'not-connected': {
    title: 'the socket is not connected',
    means: 'It was used before the connection was there, or after it was gone.',
    meansNot: 'Not the cause: what ended the connection, or kept it from being made, was told earlier or swallowed.',
    settledBy: ['endpoint'],
  },
  'proxy-failed': {
    title: 'the proxy could not be used',
    means: 'The client goes by a proxy (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, or its own settings), and that one was not reached, not resolved, or refused.',
    meansNot: 'Nothing about the target itself, which was not asked. For loopback the proxy usually has no business: see NO_PROXY.',
    settledBy: ['client'],
  },
} as const satisfies Readonly<Record<string, Failure>>;

const NAMES = {
  'no-such-name': {
    title: 'the name does not exist',
    means: 'The resolver answered that there is no such name (NXDOMAIN), or nothing that it consults knows it: a spelling mistake, a missing search domain, a name of another network or container.',
    meansNot: 'Not that the host is down, and not that the resolver is down: something answered.',
    settledBy: ['dns'],
  },
  'no-address': {
    title: 'the name has no address of that kind',
    means: 'The name exists, but has no record of the type that was asked for, such as AAAA for a host with IPv4 only.',
    meansNot: 'Not that the name does not exist, and not a refused connection: none was attempted.',
    settledBy: ['dns', 'client'],
  },
  'resolver-try-again': {
    title: 'the name could not be resolved at this moment',
    means: 'The resolver gave no answer, or a temporary failure (SERVFAIL): no network yet, a wrong /etc/resolv.conf, an overloaded or unreachable DNS server.',
    meansNot: 'Not that the name does not exist: nobody said so.',
    settledBy: ['dns'],
  },
  'resolver-failed': {
    title: 'the resolver failed',
    means: 'The DNS server refused, answered with an error, or could not be reached.',
    meansNot: 'Nothing about the target itself, which was not asked.',
    settledBy: ['dns'],
  },
} as const satisfies Readonly<Record<string, Failure>>;

const TLS = {
  'plaintext-peer': {
    title: 'the peer does not speak TLS there',
    means: 'The first bytes were not a TLS record: plain HTTP or another protocol answers on that port, or a proxy does.',
    meansNot: 'Not a problem of TLS versions or certificates, whatever "version number" suggests.',
    settledBy: ['tls', 'endpoint'],
  },
  'tls-expected': {
    title: 'plain text was spoken to a TLS port',
    means: 'The server got something that is no TLS handshake, such as an http:// request where https:// was due.',
    meansNot: 'Not a problem of the certificate: it was never looked at.',
    settledBy: ['tls'],
  },
  untrusted: {
    title: 'the certificate is signed by nobody whom this client trusts',
    means: 'The chain ends at an authority that is not in the trust store of this client, or an intermediate certificate is missing from what the server sends.',
    meansNot: 'Not that the connection is bad. Another client may well succeed: each has its own store (system, Java, Node, Python certifi, SSL_CERT_FILE).',
    settledBy: ['tls', 'client'],
  },
  'self-signed': {
    title: 'the certificate, or its root, is self-signed and not trusted',
    means: 'The server (or its own authority) vouches for itself, and this client was not told to trust that certificate.',
    meansNot: 'Not that the certificate is broken: development certificates are like this.',
    settledBy: ['tls', 'client'],
  },
  expired: {
    title: 'a certificate has expired',
    means: 'The time of the server\'s certificate, or of one above it, is over by the clock of this client.',
    meansNot: 'Not necessarily the server\'s own certificate, nor the server\'s fault: the clock here may be wrong.',
    settledBy: ['tls', 'machine'],
  },
  'not-yet-valid': {
    title: 'a certificate is not valid yet',
    means: 'Its time begins in the future by the clock of this client.',
    meansNot: 'Mostly not the certificate\'s fault: a clock is wrong here or where it was made.',
    settledBy: ['machine', 'tls'],
  },
  hostname: {
    title: 'the certificate is for another name',
    means: 'None of the names and addresses in the certificate (subjectAltName) is the one that this client asked for.',
    meansNot: 'Not that the certificate is untrusted. The common name counts no more.',
    settledBy: ['tls'],
  },
  'certificate-invalid': {
    title: 'the certificate was not accepted',
    means: 'The client judged the certificate and refused it; the words beside it or the inner error say why: trust, name or time.',
    meansNot: 'Not that the server is unreachable: the handshake came that far.',
    settledBy: ['tls'],
  },
  'tls-version': {
    title: 'no TLS version in common',
    means: 'Client and server share no protocol version: one is too old, or configured so.',
    meansNot: 'Not a certificate problem. Not to be confused with OpenSSL\'s "wrong version number", which mostly means a peer that speaks no TLS.',
    settledBy: ['tls'],
  },
  'tls-refused': {
    title: 'the handshake was refused',
    means: 'One side ended the TLS handshake with an alert: no common cipher, a demanded client certificate, an unknown server name.',
    meansNot: 'The alert alone does not say which of these; the log of the side that sent it does.',
    settledBy: ['tls'],
  },
  'tls-failed': {
    title: 'the TLS handshake failed',
    means: 'The connection was made, and TLS was not. This is a wrapper: the inner error says why.',
    meansNot: 'Not yet a certificate problem: a reset, an end of the connection and plain text are told in the same words.',
    settledBy: ['tls'],
  },
  'client-certificate': {
    title: 'the client\'s certificate is missing or not accepted',
    means: 'The server wants a certificate of the client (mutual TLS), and got none, or one that it does not accept.',
    meansNot: 'Not a problem of the server\'s certificate. With TLS 1.3 it shows only after the handshake seemed to succeed.',
    settledBy: ['tls', 'client'],
  },
  'peer-distrusts': {
    title: 'the other side did not accept our certificate',
    means: 'The alert came from the peer: it does not trust, or cannot use, the certificate that this side showed.',
    meansNot: 'Not that this side distrusts the peer: seen from a server, the client lacks the authority in its trust store.',
    settledBy: ['tls', 'client'],
  },
  alpn: {
    title: 'no application protocol in common (ALPN)',
    means: 'In the TLS handshake client and server found no protocol, such as h2, that both offer.',
    meansNot: 'Not a problem of certificates or TLS versions.',
    settledBy: ['tls', 'endpoint'],
  },
} as const satisfies Readonly<Record<string, Failure>>;

const PROTOCOLS = {
  'not-http': {
    title: 'the answer is not HTTP as the client understands it',
    means: 'What answered speaks another protocol (TLS, HTTP/2, a database), or broke the grammar of HTTP.',
    meansNot: 'Not a network fault: something answered.',
    settledBy: ['endpoint', 'client'],
  },
  truncated: {
    title: 'the answer broke off in the middle',
    means: 'The head of the answer came, and its body ended before its announced length, or before the last chunk.',
    meansNot: 'Not a readiness problem: the service did answer. A proxy, a limit of time or size, or a crash while answering cut it.',
    settledBy: ['endpoint', 'client'],
  },
  'wrong-protocol': {
    title: 'the wrong version of HTTP is spoken',
    means: 'One side speaks HTTP/2 and the other does not, or not on this port, or not without TLS.',
    meansNot: 'Not a network fault, and not a problem of the certificate.',
    settledBy: ['endpoint', 'client'],
  },
  goaway: {
    title: 'the peer is ending the HTTP/2 connection or stream',
    means: 'The peer announced the end of the connection (GOAWAY) or ended one stream (RST_STREAM): a shut-down, an age limit, too many pings, or an error of the protocol.',
    meansNot: 'Not a broken network. Requests beyond the last processed stream were not executed, and may be sent again.',
    settledBy: ['endpoint', 'client'],
  },
  'http-status': {
    title: 'an HTTP status that the client takes for an error',
    means: 'The server answered, with a status of 400 or above.',
    meansNot: 'Not a connection problem: everything below HTTP worked. 401 and 403 mean that the service is up.',
    settledBy: ['endpoint'],
  },
  'too-many-redirects': {
    title: 'redirects do not end',
    means: 'Each answer points to a further address, beyond the limit of the client.',
    meansNot: 'Not a connection problem: every one of them was answered.',
    settledBy: ['endpoint'],
  },
  'bad-url': {
    title: 'the URL or its scheme is not usable',
    means: 'The client cannot make a request of what it was given.',
    meansNot: 'Nothing about a server: none was asked.',
    settledBy: ['endpoint'],
  },
  wrapper: {
    title: 'a wrapper that does not say why',
    means: 'The client only says that a request failed. The cause stands in the inner error (`cause`, `.errors`, `--->`, "Caused by").',
    meansNot: 'By itself neither a network, nor a TLS, nor a server problem.',
    settledBy: ['endpoint', 'client'],
  },
  'rpc-unavailable': {
    title: 'gRPC: the service cannot be reached at the moment',
    means: 'The connection could not be made or was lost, or a server or proxy says that it does not serve now. The description beside it tells which.',
    meansNot: 'Not that the call was not executed, unless the connection was never made.',
    settledBy: ['grpc', 'ready'],
  },
  'rpc-unimplemented': {
    title: 'gRPC: the peer does not know this method',
    means: 'The server has no such service or method, or something that is no gRPC server answered with HTTP 404.',
    meansNot: 'Not a connection problem: the call arrived.',
    settledBy: ['grpc'],
  },
  'rpc-credentials': {
    title: 'gRPC: credentials are missing or do not suffice',
    means: 'The peer answered, and wants credentials, or does not grant this.',
    meansNot: 'Not a connection problem: the peer is up.',
    settledBy: ['grpc'],
  },
  'rpc-status': {
    title: 'gRPC: the call was answered with an error of the service',
    means: 'The status and its description come from the service or from the library; see the description beside it.',
    meansNot: 'Mostly not a connection problem: the peer answered.',
    settledBy: ['grpc'],
  },
} as const satisfies Readonly<Record<string, Failure>>;

const MACHINE = {
  'no-such-file': {
    title: 'no such file or directory',
    means: 'A part of the path does not exist as this process sees it: relative to its own working directory, in its own container.',
    meansNot: 'Not necessarily the file that is named: to execute a script it can be the interpreter in its first line, or its working directory.',
    settledBy: ['file'],
  },
  'file-exists': { title: 'the file exists already', means: 'Something of that name is there, perhaps left by an earlier run.', meansNot: 'Not that another process uses it now.', settledBy: ['file'] },
  'not-a-directory': { title: 'a part of the path is of the wrong kind', means: 'A file where a directory is expected, a directory where a file is, or a directory that is not empty.', meansNot: 'Not a matter of rights.', settledBy: ['file'] },
  'too-many-files': {
    title: 'too many open files or sockets',
    means: 'The limit of open descriptors of this process (EMFILE) or of the system (ENFILE) is reached: mostly a leak of connections or files, or a low ulimit -n. For file watchers it is a limit of inotify.',
    meansNot: 'Not a problem of the peer or the disk, although new connections fail.',
    settledBy: ['machine'],
  },
  'no-space': { title: 'no space left', means: 'The file system, its inodes, a quota, or the limit of inotify watches is used up.', meansNot: 'Not always the disk: `df -i` and quotas count too.', settledBy: ['machine'] },
  'no-memory': { title: 'no memory or buffer left', means: 'The system or a limit of this process (container, ulimit) has none left.', meansNot: 'Not necessarily of the whole machine: a container has a limit of its own.', settledBy: ['machine'] },
  'read-only': { title: 'a read-only file system', means: 'The place cannot be written to: mounted so, or remounted after an error of the disk.', meansNot: 'Not a matter of the file\'s own rights.', settledBy: ['file'] },
  busy: { title: 'in use by another process', means: 'Another process holds the file, device or pipe, or it is being executed.', meansNot: 'Not a matter of rights.', settledBy: ['file', 'machine'] },
  'no-process': { title: 'no such process', means: 'The process has ended, or its number belongs to nobody.', meansNot: 'Not when or why it ended.', settledBy: ['machine'] },
  interrupted: { title: 'interrupted', means: 'A signal or a cancellation ended the system call before it had done anything.', meansNot: 'Not an error of the peer: the call is to be made again.', settledBy: ['machine'] },
  io: { title: 'input or output failed in the device below', means: 'The disk, the terminal that is gone, or the network file system did not do it.', meansNot: 'Not a matter of rights or of the path.', settledBy: ['file', 'machine'] },
  misuse: { title: 'the system call was used in a way that it does not take', means: 'An argument, descriptor, option or state is not one that the call accepts: mostly a mistake in the program, or a feature that this system lacks.', meansNot: 'Nothing about the peer.', settledBy: ['client'] },
  other: { title: 'an error of the operating system', means: 'The system\'s own words say what it is.', meansNot: 'Nothing about the peer follows from it.', settledBy: ['machine'] },
} as const satisfies Readonly<Record<string, Failure>>;

const ALL = { ...NETWORK, ...NAMES, ...TLS, ...PROTOCOLS, ...MACHINE };

export type FailureId = keyof typeof ALL;

export const FAILURES: Readonly<Record<FailureId, Failure>> = ALL;
