/** How an error of the operating system fails. */
import type { FailureId } from '../failures.js';

const BY_NAME: Readonly<Record<string, FailureId>> = {
  ECONNREFUSED: 'refused', ECONNRESET: 'reset', ENETRESET: 'reset', EPIPE: 'broken-pipe', ETIMEDOUT: 'connect-timeout', ETIME: 'connect-timeout', EHOSTUNREACH: 'unreachable', ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable', EHOSTDOWN: 'unreachable', ENONET: 'unreachable', ECONNABORTED: 'aborted', EACCES: 'local-policy', EPERM: 'local-policy', EADDRINUSE: 'address-in-use',
  EADDRNOTAVAIL: 'address-unavailable', EAFNOSUPPORT: 'address-family', EPFNOSUPPORT: 'address-family', ENODATA: 'no-data-errno', EAGAIN: 'would-block', EINPROGRESS: 'would-block', EALREADY: 'would-block',
  ENOTCONN: 'not-connected', ESHUTDOWN: 'closed-here', EBADF: 'closed-here', ECANCELED: 'cancelled', EOF: 'eof', WSAEDISCON: 'eof', WSAEREFUSED: 'resolver-failed',
  EAI_NONAME: 'no-such-name', EAI_NODATA: 'no-address', EAI_ADDRFAMILY: 'no-address', EAI_AGAIN: 'resolver-try-again', EAI_FAIL: 'resolver-failed', EAI_SYSTEM: 'resolver-failed', EAI_MEMORY: 'no-memory',
  WSAHOST_NOT_FOUND: 'no-such-name', WSATRY_AGAIN: 'resolver-try-again', WSANO_RECOVERY: 'resolver-failed', WSANO_DATA: 'no-address',
  ENOENT: 'no-such-file', EEXIST: 'file-exists', ENOTDIR: 'not-a-directory', EISDIR: 'not-a-directory', ENOTEMPTY: 'not-a-directory', EMFILE: 'too-many-files', ENFILE: 'too-many-files',
  ENOSPC: 'no-space', EDQUOT: 'no-space', ENOMEM: 'no-memory', ENOBUFS: 'no-memory', EROFS: 'read-only', EBUSY: 'busy', ETXTBSY: 'busy', ESRCH: 'no-process', ECHILD: 'no-process', EINTR: 'interrupted',
  EIO: 'io', EREMOTEIO: 'io', ESTALE: 'io', EINVAL: 'misuse', ENOTSOCK: 'misuse', EOPNOTSUPP: 'misuse', ENOTTY: 'misuse', ENOSYS: 'misuse', EISCONN: 'misuse', EDESTADDRREQ: 'misuse',
  EPROTOTYPE: 'misuse', ENOPROTOOPT: 'misuse', EPROTONOSUPPORT: 'misuse', ESOCKTNOSUPPORT: 'misuse', EMSGSIZE: 'misuse', EFAULT: 'misuse',
};

/** Other names of the same error. */
const ALIASES: Readonly<Record<string, string>> = { EWOULDBLOCK: 'EAGAIN', ENOTSUP: 'EOPNOTSUPP', EDEADLOCK: 'EDEADLK' };

export function plainName(name: string): string {
  const posix = /^WSAE[A-Z]/.test(name) && !(name in BY_NAME) ? name.slice(3) : name;
  return ALIASES[posix] ?? posix;
}

/** @param name as {@link plainName} gives it */
export function failureOf(name: string): FailureId {
  return BY_NAME[name] ?? 'other';
}
