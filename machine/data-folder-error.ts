import { CodedError } from './coded-error.ts'

export type DataFolderErrorCode =
  'in-use' | 'not-writable' | 'disk-full' | 'socket-folder-unsafe' | 'key-damaged' | 'id-damaged'

/** The data folder cannot be used; the message names the folder and says what to do. */
export class DataFolderError extends CodedError<DataFolderErrorCode> {
  override readonly name = 'DataFolderError'
}

/** Turns a file system error about a folder into a `DataFolderError`; unknown errors are returned as they are. */
export function folderError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? ''
  if (FULL.has(code)) {
    return new DataFolderError(
      'disk-full',
      `The disk that holds ${path} is full. Free some space, or set CHASQUI_DATA to a folder on another disk.`,
      { cause: error },
    )
  }
  if (FORBIDDEN.has(code)) {
    return new DataFolderError(
      'not-writable',
      `The data folder ${path} cannot be written (${code}). Give this user ` +
        'the right to write it, or set CHASQUI_DATA to a folder that it can write.',
      { cause: error },
    )
  }
  if (NOT_A_FOLDER.has(code)) {
    return new DataFolderError(
      'not-writable',
      `The data folder ${path} cannot be made: something on this path is a ` +
        'file. Move it away, or set CHASQUI_DATA to another folder.',
      { cause: error },
    )
  }
  return error
}

const FULL = new Set(['ENOSPC', 'EDQUOT'])
const FORBIDDEN = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT'])
const NOT_A_FOLDER = new Set(['ENOTDIR', 'EEXIST'])
