import { CodedError } from '#machine/coded-error.ts'
import type { Said } from '#machine/sentence.ts'

export type PictureErrorCode =
  /** Text, a document, or bytes of an unknown kind. */
  | 'not-a-picture'
  /** A kind of picture that we do not open, such as SVG: `kind` names it. */
  | 'unsupported-kind'
  /** Too many bytes or too many pixels. */
  | 'too-large'
  /** It has the header of a picture, but cannot be decoded, or not in time. */
  | 'broken'
  /** An iPhone photo, which this build of the decoder cannot open. */
  | 'heic'
  /** Deleted on its platform, or by our retention. */
  | 'gone'

/** Why a picture cannot be used; each code has a text for the person. */
export class PictureError extends CodedError<PictureErrorCode> {
  override readonly name = 'PictureError'
  /** With `unsupported-kind`: `svg`, `tiff`. */
  readonly kind: string | undefined
  constructor(code: PictureErrorCode, message: Said, options?: ErrorOptions & { kind?: string }) {
    super(code, message, options)
    this.kind = options?.kind
  }
}
