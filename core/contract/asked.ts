import type { EventId } from './ids.ts'
import type { MediaPart, Part } from './message.ts'

/** What the person wants, of all messages of the turn together. */
export type Asked =
  | { readonly type: 'command'; readonly name: string; readonly argument: string }
  | {
      readonly type: 'message'
      /** Typed words and captions, in order, on lines of their own; a text that an app cut is whole again. */
      readonly text: string
      readonly quote?: { readonly fromBot: boolean; readonly text: string }
      /** With files that may be some: their bytes tell. */
      readonly pictures: readonly AskedPicture[]
      /** What the bot cannot take, each kind once. */
      readonly others: readonly OtherKind[]
    }

export type AskedPicture = {
  readonly eventId: EventId
  /** Key of the `media` row together with the event. */
  readonly part: number
  readonly media: MediaPart
  readonly quoted: boolean
  /** Of `quoted`: the person quotes themself. */
  readonly isOwn?: boolean
}

/** Somebody else's picture is looked at in the turn that quotes it, and then forgotten. */
export const mayBeKept = ({ quoted, isOwn }: Pick<AskedPicture, 'quoted' | 'isOwn'>) => !quoted || isOwn === true

export type OtherKind = Exclude<Part['type'], 'text' | 'image'>

/** Typed words and captions, in order. */
export const wordsOf = (parts: readonly Part[]) => parts.map(wordsIn).filter(Boolean).join('\n')

function wordsIn(part: Part): string {
  if (part.type === 'text') return part.text
  return 'caption' in part ? (part.caption ?? '') : ''
}

/** A picture sent as a file is a picture; whether its bytes are one is found out when they are here. */
export function isPicture(part: Part): part is MediaPart {
  return part.type === 'image' || (part.type === 'file' && part.mime?.startsWith('image/') === true)
}

/** A file that does not say what it is, or has the name of a picture: its bytes tell. */
export const mayBePicture = (part: Part): part is MediaPart => isPicture(part) || isUnclearFile(part)

const UNTYPED = new Set([undefined, '', 'application/octet-stream', 'binary/octet-stream'])
const PICTURE_NAME = /\.(?:jpe?g|jfif|png|webp|gif|avif|hei[cf]|jxl|bmp|tiff?|svg)$/i

const isUnclearFile = (part: Part) =>
  part.type === 'file' && (UNTYPED.has(part.mime) || PICTURE_NAME.test(part.fileName ?? ''))
