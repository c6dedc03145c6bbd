import { type Diagnostic, type Finding, SourceText } from '../diagnostics/index.js'

/** A diagnostic about a file as such (VL501, VL503), with the reason the system gave. */
export function fileDiagnostic(
  file: string,
  code: 'VL501' | 'VL503',
  what: string,
  error: unknown,
  hint?: string,
): Diagnostic {
  const reason =
    error instanceof Error && 'code' in error ? (REASONS[String(error.code)] ?? error.message) : String(error)
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
  EEXIST: 'something else is in its place',
  EFBIG: 'it is larger than 16 MiB',
  EISDIR: 'it is a directory',
  ENOTFILE: 'it is no regular file',
  ENOTDIR: 'a part of the path is not a directory',
  ELOOP: 'too many symbolic links',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many open files',
}
