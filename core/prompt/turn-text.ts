import { shortened } from '../contract/text.ts'
import type { OtherKind } from '../contract/asked.ts'
import { neutralise, type Marks } from './neutralise.ts'

export type UserWords = {
  readonly text: string
  readonly quote?: { readonly fromBot: boolean; readonly text: string } | undefined
  readonly quoteCharactersMax?: number
  readonly others: readonly OtherKind[]
  /** Pictures that the model gets, before the text. */
  readonly picturesShown: number
  /** Pictures of the message that the model does not get. */
  readonly picturesUnseen: number
}

/** The question of a photo without text. */
export const PICTURE_QUESTION = 'What is in this picture?'

/** A quote only reminds of what is meant; it need not be complete. */
export const QUOTE_CHARACTERS_MAX = 400
/** Used when the longer quote does not fit beside the question. */
export const QUOTE_CHARACTERS_MIN = 60

/** A person's message as text of a prompt; it cannot form a control token. */
export function userText(words: UserWords, marks: Marks): string {
  const { quote, others, picturesShown, picturesUnseen, quoteCharactersMax = QUOTE_CHARACTERS_MAX } = words
  const hasPictures = picturesShown + picturesUnseen > 0
  const asked = words.text.trim() || (hasPictures && others.length === 0 ? PICTURE_QUESTION : '')
  const pictures = Array.from({ length: picturesUnseen }, () => '[picture]')
  const absent = [...pictures, ...others.map((kind) => OTHER_WORDS[kind])]
  const lines = [quote && quoted(quote, quoteCharactersMax), absent.join(' '), asked].filter(Boolean)
  return neutralise(lines.join('\n'), marks)
}

const OTHER_WORDS: Readonly<Record<OtherKind, string>> = {
  audio: '[voice message]',
  video: '[video]',
  file: '[file]',
  sticker: '[sticker]',
  location: '[location]',
  contact: '[contact]',
  other: '[something that cannot be read]',
}

function quoted({ fromBot, text }: { fromBot: boolean; text: string }, charactersMax: number): string {
  const short = shortened(text.trim(), charactersMax)
  const lines = (short.length < text.trim().length ? `${short}…` : short).split(/\r\n?|[\n\v\f\u0085\u2028\u2029]/)
  return [fromBot ? 'About what you wrote:' : 'About this message:', ...lines.map((line) => `> ${line}`)].join('\n')
}
