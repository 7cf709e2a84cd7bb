import type { ServiceStatus } from '../contract/channel.ts'
import type { OtherKind } from '../contract/asked.ts'
import type { MemoryTexts } from './memory/memory-texts.ts'

/** The twelve languages of Llama 4's card. */
export type Language = 'ar' | 'en' | 'fr' | 'de' | 'hi' | 'id' | 'it' | 'pt' | 'es' | 'tl' | 'th' | 'vi'

/** All texts of the bot itself, in one language. Plain text, short, without markup. */
export type Texts = {
  /** The language of this table: `en`. */
  readonly language: Language

  readonly start: string
  readonly help: string
  readonly resetDone: string
  readonly unknownCommand: string

  /** Of `/export`, and of the files of replies. */
  readonly files: {
    readonly ready: string
    /** Below it where the person fetches the file. */
    readonly fetch: string
    readonly onlyPrivately: string
    readonly refused: { readonly busy: string; readonly 'no-room': string; readonly 'no-files': string }
    /** In place of a file that is gone or was not taken. */
    readonly lost: string
  }

  readonly statusModel: (model: string) => string
  readonly statusEngine: Readonly<Record<ServiceStatus['engine'], string>>
  readonly statusPictures: { readonly seen: string; readonly unseen: string }
  /** For a demonstration guard it says plainly that it is not reliable. */
  readonly statusGuard: Readonly<Record<ServiceStatus['guard'], string>>
  /** Whether the guard judges the pictures themselves. */
  readonly statusPicturesJudged: { readonly yes: string; readonly no: string }

  /** Instead of an answer: the question, or the model's answer, was blocked. */
  readonly blockedQuestion: string
  readonly blockedAnswer: string
  /** Below an answer that a guard stopped after its beginning was shown. */
  readonly stoppedAnswer: string
  /** Below an answer that was cut: it reached its maximum length, or repeated itself. */
  readonly cutAnswer: Readonly<Record<'length' | 'repeated', string>>

  /** The button below an answer that grows. */
  readonly stop: string
  /** Below an answer that its asker stopped, or in its place. */
  readonly stopped: string
  readonly nothingToStop: string

  readonly apology: string
  readonly stillWorking: string
  /** Sent once per limit period. */
  readonly limited: string
  readonly tooLong: (charactersMax: number) => string
  readonly nothingToAnswer: string
  readonly notAllowed: string
  readonly access: {
    /** To a stranger; `goodFor`: `43 minutes`. */
    readonly code: (code: string, goodFor: string) => string
    /** No further stranger gets a code at the moment. */
    readonly tooManyWait: string
    readonly approved: string
  }

  readonly unsupported: Readonly<Record<OtherKind, string>>

  readonly pictureBroken: string
  readonly pictureTooLarge: string
  readonly notAPicture: string
  readonly pictureSvg: string
  readonly pictureHeic: string
  /** Deleted on the platform, or by retention. */
  readonly pictureGone: string
  /** `seen`: how many pictures of this message were used. */
  readonly tooManyPictures: (seen: number) => string
  /** The model has no vision. */
  readonly picturesUnseen: string
  /** The model has vision, but its test failed. */
  readonly visionFault: string

  /** Said once each, when an operator answers in place of the model and when no longer; `by` stands above what they write. */
  readonly takeOver: { readonly begins: string; readonly ends: string; readonly by: string }

  /** Before an answer that may have been sent already, where the platform has no idempotency key. */
  readonly maybeRepeated: string

  readonly memory: MemoryTexts
}
