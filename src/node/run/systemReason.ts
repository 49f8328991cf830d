import { errorCode, errorMessage } from '../errorCode.js';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would become larger than is allowed',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a part of its path is a file',
  EMFILE: 'too many files are open in this process',
  ENFILE: 'too many files are open on this system',
  EIO: 'the disk reports an error',
};

/** What the system says of a failed file operation, for the middle of a sentence. */
export function systemReason(error: unknown): string {
  return REASONS[errorCode(error) ?? ''] ?? errorMessage(error);
}
