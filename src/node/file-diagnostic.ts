import { type Diagnostic, type Finding, SourceText } from '../diagnostics/index.js'

/** A diagnostic about a file as such (VL501, VL503, VL525), with the reason the system gave. */
export function fileDiagnostic(
  file: string,
  code: 'VL501' | 'VL503' | 'VL525',
  what: string,
  error: unknown,
  hint?: string,
): Diagnostic {
  const reason = isSystemError(error) ? (REASONS[error.code] ?? error.message) : String(error)
  const finding: Finding = {
    code,
    message: `${what}: ${reason}`,
    ...(hint === undefined ? {} : { hint }),
  }
  return new SourceText(file, '').diagnostic(finding, 0)
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EEXIST: 'a file of that name already exists',
  EFBIG: 'it is too large',
  EISDIR: 'it is a directory',
  ENOTFILE: 'it is not a regular file',
  ENOTDIR: 'a component of the path is not a directory',
  ELOCKED: 'another run has been writing to its directory for too long (.virt-lifecycle.lock)',
  ELOOP: 'too many symbolic links',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is exceeded',
  EIO: 'input/output error',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many open files',
}

/** Whether something thrown is an error of the system, as Node reports it; it may come from another realm. */
export function isSystemError(error: unknown): error is { readonly code: string; readonly message: string } {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error
}
