import type { MediaKind, MediaPart } from '#core/contract/message.ts'
import { cleanText, shortened } from '#core/contract/text.ts'
import { defined } from '../shared/defined.ts'
import type { WireFile, WireMedia } from './wire.ts'

const FILE_NAME_LENGTH_MAX = 255
const MIME_LENGTH_MAX = 128

/** The one file of a message, or none. */
export function mediaOf(message: WireMedia): MediaPart[] {
  const { photo, animation, document, voice, audio, video, video_note: round, sticker } = message
  const largest = photo?.reduce((best, size) => (areaOf(size) > areaOf(best) ? size : best), photo[0] as WireFile)
  if (largest) return [partOf('image', largest, 'image/jpeg')]
  // An animation comes as a document too, for older clients.
  if (animation) return [partOf('video', animation)]
  if (document) return [partOf(document.mime_type?.startsWith('image/') ? 'image' : 'file', document)]
  if (voice) return [partOf('audio', voice, 'audio/ogg')]
  if (audio) return [partOf('audio', audio)]
  if (video) return [partOf('video', video)]
  if (round) return [partOf('video', { ...round, width: round.length, height: round.length }, 'video/mp4')]
  if (sticker) return [partOf('sticker', sticker, stickerMime(sticker))]
  return []
}

function partOf(type: MediaKind, file: WireFile, mime?: string): MediaPart {
  return defined({
    type,
    ref: cleanText(file.file_id),
    mime: shortened(cleanText(file.mime_type ?? mime ?? ''), MIME_LENGTH_MAX) || undefined,
    bytes: file.file_size,
    width: file.width,
    height: file.height,
    durationMs: file.duration === undefined ? undefined : file.duration * 1000,
    fileName: file.file_name === undefined ? undefined : shortened(cleanText(file.file_name), FILE_NAME_LENGTH_MAX),
  })
}

function areaOf(size: WireFile): number {
  return (size.width ?? 0) * (size.height ?? 0)
}

function stickerMime(sticker: WireFile): string {
  if (sticker.is_animated) return 'application/x-tgsticker'
  return sticker.is_video ? 'video/webm' : 'image/webp'
}
