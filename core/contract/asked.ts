import { withoutBotName, type Spanned } from './bot-name.ts'
import type { EventId } from './ids.ts'
import type { MediaPart, Part } from './message.ts'

/** What the person asks, from all messages of the turn together. */
export type Asked =
  | { readonly type: 'command'; readonly name: string; readonly argument: string }
  | {
      readonly type: 'message'
      /** Typed text and captions, in order, one per line; a text that an app cut is joined again. */
      readonly text: string
      /** What the person typed of it themself (`typedBy`), where that is not all of it. */
      readonly typed?: string
      readonly quote?: { readonly fromBot: boolean; readonly text: string }
      /** Includes files that may be pictures: their bytes decide. */
      readonly pictures: readonly AskedPicture[]
      /** Kinds that the bot cannot use, each once. */
      readonly others: readonly OtherKind[]
    }

export type AskedPicture = {
  readonly eventId: EventId
  /** Key of the `media` row together with the event. */
  readonly part: number
  readonly media: MediaPart
  readonly quoted: boolean
  /** With `quoted`: the person quotes their own message. */
  readonly isOwn?: boolean
}

/** A quoted picture of another person is used in this turn only, and not stored. */
export const mayBeKept = ({ quoted, isOwn }: Pick<AskedPicture, 'quoted' | 'isOwn'>) => !quoted || isOwn === true

export type OtherKind = Exclude<Part['type'], 'text' | 'image'>

/** What the person typed themself; empty for a command, which is not learnt from. */
export const typedOf = (asked: Asked): string => (asked.type === 'message' ? (asked.typed ?? asked.text) : '')

/** Typed text and captions, in order. */
export const wordsOf = (parts: readonly Part[]) => joined(parts.map((part) => wordsIn(part).text))

/** The same without the bot's own name at either end. */
export const askedWordsOf = (parts: readonly Part[]) => joined(parts.map((part) => withoutBotName(wordsIn(part)).text))

const joined = (texts: readonly string[]) => texts.filter(Boolean).join('\n')

/** A text, or the caption of media. */
export function wordsIn(part: Part): Spanned {
  if (part.type === 'text') return part
  return 'caption' in part ? { text: part.caption ?? '', spans: part.captionSpans } : { text: '' }
}

/** Also a picture sent as a file; whether its bytes are a picture is checked after the download. */
export function isPicture(part: Part): part is MediaPart {
  return part.type === 'image' || (part.type === 'file' && part.mime?.startsWith('image/') === true)
}

/** Also a file without a type, or with the file name of a picture: its bytes decide. */
export const mayBePicture = (part: Part): part is MediaPart => isPicture(part) || isUnclearFile(part)

const UNTYPED = new Set([undefined, '', 'application/octet-stream', 'binary/octet-stream'])
const PICTURE_NAME = /\.(?:jpe?g|jfif|png|webp|gif|avif|hei[cf]|jxl|bmp|tiff?|svg)$/i

const isUnclearFile = (part: Part) =>
  part.type === 'file' && (UNTYPED.has(part.mime) || PICTURE_NAME.test(part.fileName ?? ''))
