import type { Sharp } from 'sharp'
import { sniff, type PictureFormat } from '../contract/sniff.ts'
import { PictureError } from './picture-error.ts'
import { withoutNotes } from './png-notes.ts'
import { loadSharp, oneAtATime, type Decoding } from './sharp.ts'
import { say } from '../sentences.ts'

/** A picture as it is stored: upright, on white, without metadata. */
export type Prepared = {
  readonly mime: 'image/jpeg' | 'image/png'
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

export type PrepareOptions = Decoding & { readonly pixelsMax?: number; readonly sideMax?: number }

/** Allows the 48 megapixels of a large phone camera, but not a 30 KB file of 256 megapixels. */
const PIXELS_MAX = 50e6
/** Allows the longest panorama of a phone. Narrow pictures are the slowest: 49 million rows of one pixel take 7 s. */
const LINE_PIXELS_MAX = 20_000
/** Enough for four tiles of Llama 4 per side; a model may use less of it. */
const SIDE_MAX = 1_344
const DECODE_SECONDS_MAX = 10
const JPEG_QUALITY = 90
/** Drawings and screenshots stay sharp as PNG; a photo would need far more bytes as PNG than as JPEG. */
const PNG_BYTES_MAX = 1_000_000

/**
 * Decodes untrusted bytes once, in a decoder with limits, and encodes the picture again. Of an animation only the first
 * frame. Throws `PictureError`.
 */
export async function preparePicture(bytes: Uint8Array, options: PrepareOptions = {}): Promise<Prepared> {
  const format = formatOf(bytes)
  try {
    return await oneAtATime(options, () => prepared(bytes, format, options))
  } catch (error) {
    if (error instanceof PictureError) throw error
    options.signal?.throwIfAborted()
    const [code, message] = format === 'heic' ? UNREADABLE_HEIC : UNREADABLE
    throw new PictureError(code, message, { cause: error })
  }
}

const UNREADABLE = ['broken', say('picture.broken')] as const
const UNREADABLE_HEIC = ['heic', say('picture.heic')] as const

function formatOf(bytes: Uint8Array): PictureFormat {
  const sniffed = sniff(bytes)
  if (sniffed.type === 'picture') return sniffed.format
  if (sniffed.type === 'unsupported') {
    const { kind } = sniffed
    throw new PictureError('unsupported-kind', say('picture.kind', { kind }), { kind })
  }
  throw new PictureError('not-a-picture', say('picture.none'))
}

async function prepared(sent: Uint8Array, format: PictureFormat, options: PrepareOptions): Promise<Prepared> {
  const { pixelsMax = PIXELS_MAX, sideMax = SIDE_MAX } = options
  const sharp = await loadSharp()
  const isOpen = format === 'jpeg' && lacksEnd(sent)
  const bytes = format === 'png' ? withoutNotes(sent) : isOpen ? withEnd(sent) : sent
  const open = () =>
    sharp(bytes, { limitInputPixels: pixelsMax, failOn: 'error', pages: 1 }).timeout({ seconds: DECODE_SECONDS_MAX })
  await refuseTooLarge(sharp(bytes, { limitInputPixels: false }), pixelsMax)
  if (isOpen) await refuseHalf(open())
  const upright = open()
    .autoOrient()
    .resize({ width: sideMax, height: sideMax, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
  if (format === 'png' || format === 'gif') {
    const drawing = await written(upright.clone().png(), 'image/png')
    if (drawing.bytes.byteLength <= PNG_BYTES_MAX) return drawing
  }
  return written(upright.jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' }), 'image/jpeg')
}

/** From the header alone, before anything is decoded. */
async function refuseTooLarge(picture: Sharp, pixelsMax: number): Promise<void> {
  const { width, height, pageHeight = height } = await picture.metadata()
  if (width * pageHeight > pixelsMax || Math.max(width, pageHeight) > LINE_PIXELS_MAX) {
    throw new PictureError('too-large', say('picture.too-large', { width, height: pageHeight }))
  }
}

async function written(picture: Sharp, mime: Prepared['mime']): Promise<Prepared> {
  const { data, info } = await picture.toBuffer({ resolveWithObject: true })
  return { mime, bytes: data, width: info.width, height: info.height }
}

const START_OF_SCAN = Buffer.from([0xff, 0xda])
const END_OF_IMAGE = Buffer.from([0xff, 0xd9])

/** The file is truncated: no end marker comes after the last scan. (A thumbnail before it has its own end marker.) */
function lacksEnd(jpeg: Uint8Array): boolean {
  const bytes = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
  return bytes.lastIndexOf(END_OF_IMAGE) < bytes.lastIndexOf(START_OF_SCAN)
}

/** As picture viewers do: adds an end marker, and the missing part is grey. */
const withEnd = (jpeg: Uint8Array): Uint8Array => Buffer.concat([jpeg, END_OF_IMAGE])

/** Share of the height; a model would describe a larger grey bar as part of the picture. */
const MISSING_SHARE_MAX = 1 / 16
const SAMPLE_ROWS = 64

/** Throws when too much of the picture is missing. `picture` is as it was sent, not yet rotated. */
async function refuseHalf(picture: Sharp): Promise<void> {
  const { data, info } = await picture
    .resize({ width: SAMPLE_ROWS, height: SAMPLE_ROWS, fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const rowBytes = info.width * info.channels
  let rows = 0
  while (
    rows < SAMPLE_ROWS &&
    isGrey(data.subarray(data.length - (rows + 1) * rowBytes, data.length - rows * rowBytes))
  )
    rows += 1
  if (rows > SAMPLE_ROWS * MISSING_SHARE_MAX) throw new PictureError('broken', say('picture.half'))
}

/** The decoder fills missing pixels with the middle value; a colour profile shifts it a little. */
const isGrey = (row: Buffer) => row.every((value) => Math.abs(value - MIDDLE) <= GREY_TOLERANCE)
const MIDDLE = 128
const GREY_TOLERANCE = 3
