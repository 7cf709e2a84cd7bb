import sharp from 'sharp'
import { encode } from 'uqr'

/** Modules of white around a code: what the standard asks for, and some cameras need. */
const BORDER = 4
const PIXELS_PER_MODULE = 8

/** A QR code as a PNG, dark on white. */
export async function qrImage(text: string): Promise<Buffer> {
  const { data, size } = encode(text, { border: BORDER })
  const pixels = Uint8Array.from(data.flat(), (isDark) => (isDark ? 0 : 255))
  const side = size * PIXELS_PER_MODULE
  return sharp(pixels, { raw: { width: size, height: size, channels: 1 } })
    .resize(side, side, { kernel: 'nearest' })
    .png()
    .toBuffer()
}
