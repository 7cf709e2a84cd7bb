export type PictureErrorCode =
  /** Text, a document, bytes that are nothing we know. */
  | 'not-a-picture'
  /** A drawing or another kind of picture that we do not open: `kind` says which. */
  | 'unsupported-kind'
  /** Too many bytes or too many pixels. */
  | 'too-large'
  /** Says that it is a picture, and cannot be decoded, or not in time. */
  | 'broken'
  /** A photo of an iPhone, which this build of the decoder cannot open. */
  | 'heic'
  /** No longer on its platform, or no longer kept. */
  | 'gone'

/** Why a picture cannot be used; each code has a sentence for the person. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
  readonly code: PictureErrorCode
  /** Of `unsupported-kind`: `svg`, `tiff`. */
  readonly kind: string | undefined
  constructor(code: PictureErrorCode, message: string, options?: ErrorOptions & { kind?: string }) {
    super(message, options)
    this.code = code
    this.kind = options?.kind
  }
}
