import type { Sharp } from 'sharp'
import { PictureError } from './picture-error.ts'

const START_OF_SCAN = Buffer.from([0xff, 0xda])
const END = Buffer.from([0xff, 0xd9])

/** Its last bytes did not arrive: no end comes after the last scan. (A thumbnail before it has an end of its own.) */
export function lacksEnd(jpeg: Uint8Array): boolean {
  const bytes = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
  return bytes.lastIndexOf(END) < bytes.lastIndexOf(START_OF_SCAN)
}

/** What viewers do: the picture ends here, and what did not arrive is grey. */
export const withEnd = (jpeg: Uint8Array): Uint8Array => Buffer.concat([jpeg, END])

/** Of the height; a model would describe a larger grey bar as a part of the picture. */
const MISSING_SHARE_MAX = 1 / 16
const ROWS = 64

/** Throws when so much is missing that the picture is another one. `picture` is as it was stored, not yet turned. */
export async function refuseHalf(picture: Sharp): Promise<void> {
  const { data, info } = await picture
    .resize({ width: ROWS, height: ROWS, fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const rowBytes = info.width * info.channels
  let rows = 0
  while (rows < ROWS && isGrey(data.subarray(data.length - (rows + 1) * rowBytes, data.length - rows * rowBytes))) rows += 1
  if (rows > ROWS * MISSING_SHARE_MAX) throw new PictureError('broken', 'A large part of the picture is missing.')
}

/** What the decoder fills in is the middle of the scale; a colour profile moves it a little. */
const isGrey = (row: Buffer) => row.every((value) => Math.abs(value - MIDDLE) <= TOLERANCE)
const MIDDLE = 128
const TOLERANCE = 3
