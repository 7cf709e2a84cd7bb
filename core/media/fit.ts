import type { Sharp } from 'sharp'
import type { EngineCapabilities, PicturePart } from '#engine/contract.ts'
import { loadSharp, oneAtATime, type Decoding } from './sharp.ts'

/** A picture as a model gets it. */
export type PromptPicture = PicturePart

/** The picture size and padding that a model or a guard needs. */
export type PictureFit = Pick<EngineCapabilities, 'tilePixels' | 'pad'>

const JPEG_QUALITY = 92
const WHITE = { r: 255, g: 255, b: 255 }

/**
 * Fits a stored picture into one tile of the model, with the same aspect ratio. Padding fills the tile, in the colour
 * of the picture's edge or in white.
 */
export function fitForModel(
  stored: { readonly mime: PromptPicture['mime']; readonly bytes: Uint8Array },
  { tilePixels, pad }: PictureFit,
  decoding: Decoding = {},
): Promise<PromptPicture> {
  return oneAtATime(decoding, async () => {
    const sharp = await loadSharp()
    const fitted = await sharp(stored.bytes)
      .resize({ width: tilePixels, height: tilePixels, fit: 'inside', withoutEnlargement: pad === 'none' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const { width, height, channels } = fitted.info
    const picture = sharp(fitted.data, { raw: { width, height, channels } })
    const background = pad === 'edge' ? edgeColour(fitted.data, fitted.info) : WHITE
    const padded = pad === 'none' ? picture : picture.extend({ ...margins(fitted.info, tilePixels), background })
    return { type: 'picture', mime: stored.mime, bytes: await encoded(padded, stored.mime) }
  })
}

type Size = { readonly width: number; readonly height: number; readonly channels: number }

function margins({ width, height }: Size, tilePixels: number) {
  const left = Math.floor((tilePixels - width) / 2)
  const top = Math.floor((tilePixels - height) / 2)
  return { left, top, right: tilePixels - width - left, bottom: tilePixels - height - top }
}

/** The mean colour of the outermost pixels: on a plain background the padding then looks like the picture. */
function edgeColour(pixels: Buffer, { width, height, channels }: Size): { r: number; g: number; b: number } {
  const sums = [0, 0, 0]
  let count = 0
  for (let y = 0; y < height; y += 1) {
    const isWholeRow = y === 0 || y === height - 1
    for (let x = 0; x < width; x += isWholeRow ? 1 : Math.max(1, width - 1)) {
      const at = (y * width + x) * channels
      for (const channel of [0, 1, 2]) sums[channel]! += pixels[at + (channels < 3 ? 0 : channel)]!
      count += 1
    }
  }
  const [r = 0, g = 0, b = 0] = sums.map((sum) => Math.round(sum / count))
  return { r, g, b }
}

const encoded = (picture: Sharp, mime: PromptPicture['mime']): Promise<Uint8Array> =>
  mime === 'image/png'
    ? picture.png().toBuffer()
    : picture.jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' }).toBuffer()
