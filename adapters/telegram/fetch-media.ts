import { ChannelError } from '#core/contract/channel.ts'
import type { MediaPart } from '#core/contract/message.ts'
import { z } from 'zod'
import { say } from '../sentences.ts'
import { fileGone, fileTooLarge } from '../shared/file-errors.ts'
import { downloadBounded } from '../shared/download.ts'
import type { TelegramApi } from './api.ts'

const fileSchema = z.object({ file_path: z.string().optional(), file_size: z.number().optional() })

/** A person waits for it. */
const FILE_PATH_TIMEOUT_MS = 10_000

/** The bytes of a file at Telegram, at most `bytesMax`. */
export async function fetchMedia(
  api: TelegramApi,
  media: MediaPart,
  { bytesMax }: { bytesMax: number },
  signal: AbortSignal,
): Promise<Uint8Array> {
  checkSize(media.bytes, bytesMax)
  const call = { method: 'getFile', payload: { file_id: media.ref }, effect: 'again' } as const
  const file = fileSchema.parse(await api.call({ ...call, timeoutMs: FILE_PATH_TIMEOUT_MS }, signal))
  checkSize(file.file_size, bytesMax)
  return await downloadBounded(api.fileUrl(safePath(file.file_path)), { bytesMax }, signal)
}

function checkSize(bytes: number | undefined, bytesMax: number): void {
  if (bytes === undefined || bytes <= bytesMax) return
  throw fileTooLarge(bytesMax)
}

/** A Bot API server run with --local answers with a path on its own disk, which is not ours to open. */
function safePath(path: string | undefined): string {
  if (path === undefined) throw fileGone('Telegram')
  const isRelative = !/^([/\\]|[a-z]+:)/i.test(path) && !path.split('/').includes('..')
  if (isRelative) return path
  throw new ChannelError('refused', say('telegram.local-server'))
}
