import type { ServiceStatus } from '../contract/channel.ts'
import type { OtherKind } from '../contract/asked.ts'

/** The twelve languages of Llama 4's card. */
export type Language = 'ar' | 'en' | 'fr' | 'de' | 'hi' | 'id' | 'it' | 'pt' | 'es' | 'tl' | 'th' | 'vi'

/** Everything the bot says in its own words, in one language. Plain text, short, without markup. */
export type Texts = {
  /** Of this table: `en`. */
  readonly language: Language

  readonly start: string
  readonly help: string
  readonly resetDone: string
  readonly unknownCommand: string

  readonly statusModel: (model: string) => string
  readonly statusEngine: Readonly<Record<ServiceStatus['engine'], string>>
  readonly statusPictures: { readonly seen: string; readonly unseen: string }
  /** Of a demonstration guard it says plainly that it is none to rely on. */
  readonly statusGuard: Readonly<Record<ServiceStatus['guard'], string>>
  /** Whether the guard looks at the pictures themselves. */
  readonly statusPicturesJudged: { readonly yes: string; readonly no: string }

  /** What was asked, and what the model answered, is kept back. */
  readonly blockedQuestion: string
  readonly blockedAnswer: string
  /** Added to an answer that a guard stopped after its beginning was shown. */
  readonly stoppedAnswer: string
  /** Below an answer that breaks off: it may not be longer, or said the same again and again. */
  readonly cutAnswer: Readonly<Record<'length' | 'repeated', string>>

  readonly apology: string
  readonly stillWorking: string
  /** Once in a window of limits. */
  readonly limited: string
  readonly tooLong: (charactersMax: number) => string
  readonly nothingToAnswer: string
  readonly notAllowed: string

  readonly unsupported: Readonly<Record<OtherKind, string>>

  readonly pictureBroken: string
  readonly pictureTooLarge: string
  readonly notAPicture: string
  readonly pictureSvg: string
  readonly pictureHeic: string
  /** The platform no longer has it, or it was kept for its time. */
  readonly pictureGone: string
  /** `seen`: how many pictures of this message were looked at. */
  readonly tooManyPictures: (seen: number) => string
  /** The model has no eyes. */
  readonly picturesUnseen: string
  /** The model should see pictures, but cannot at the moment. */
  readonly visionFault: string

  /** Before an answer that may have been sent already, where the platform does not let us know. */
  readonly maybeRepeated: string
}
