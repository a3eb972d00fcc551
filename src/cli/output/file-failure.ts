import { PreampError } from '../../diagnostics/preamp-error.ts';

/** What the system answers where a path, its permissions or the disk are to blame, in words. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  ENOENT: 'no such file or folder',
  EEXIST: 'there is something else of this name',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  EXDEV: 'it is on another disk',
  ENAMETOOLONG: 'the name is too long',
};

/** The error of a file that could not be read or written, for people; `null` for any other error. */
export function fileFailure(error: unknown): PreampError | null {
  if (!(error instanceof Error)) return null;
  const { code, path } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined || path === undefined) return null;
  return new PreampError('file-failed', `${path}: ${reason}.`, {
    hint: 'Check the path, its permissions and the space on the disk.',
    cause: error,
  });
}
