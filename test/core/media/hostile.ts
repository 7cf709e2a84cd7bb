import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** A PNG whose header claims any size. */
export function pngOf({
  width,
  height,
  bits = 1,
  rows,
}: {
  width: number
  height: number
  bits?: number
  rows: Buffer
}): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = bits
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** 256 megapixels in some 30 KB. */
export const bombPng = () => pngOf({ width: 16_000, height: 16_000, rows: Buffer.alloc(16_000 * (1 + 16_000 / 8)) })
/** Claims 3.6 gigapixels in some 100 bytes, and contains no pixel. */
export const lyingPng = () => pngOf({ width: 60_000, height: 60_000, rows: Buffer.alloc(1) })

/** A small picture with notes, each of which unpacks to 8 MB. */
export async function notedPng(notes: number): Promise<Buffer> {
  const picture = await plain('red').png().toBuffer()
  const note = chunk('zTXt', Buffer.concat([Buffer.from('k\0\0', 'latin1'), deflateSync(Buffer.alloc(7_900_000, 65))]))
  return Buffer.concat([
    picture.subarray(0, PNG_HEAD_BYTES),
    ...Array.from({ length: notes }, () => note),
    picture.subarray(PNG_HEAD_BYTES),
  ])
}

/** The signature and the first chunk. */
const PNG_HEAD_BYTES = 33

const plain = (colour: string, width = 64, height = 64) =>
  sharp({ create: { width, height, channels: 3, background: colour } })

/** 49 megapixels, one pixel wide. */
export const linePng = () => pngOf({ width: 1, height: 49_000_000, rows: Buffer.alloc(2 * 49_000_000) })

export const jpegOf = (colour = 'teal', width = 640, height = 480) => plain(colour, width, height).jpeg().toBuffer()

/** A photo with noise, so that cut bytes are visible. */
export const noisyJpeg = () =>
  sharp({
    create: {
      width: 800,
      height: 600,
      channels: 3,
      background: 'grey',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .jpeg()
    .toBuffer()

export async function animated(format: 'gif' | 'webp'): Promise<Buffer> {
  const frames = await Promise.all(['red', 'lime', 'blue'].map((colour) => plain(colour).png().toBuffer()))
  return sharp(frames, { join: { animated: true } })
    .toFormat(format)
    .toBuffer()
}

/** Upright: red on the left, blue on the right, green below; stored as by a camera in one of 8 orientations. */
export async function photoHeld(orientation: number): Promise<Buffer> {
  const upright = await sharp({ create: { width: 120, height: 80, channels: 3, background: 'red' } })
    .composite([
      { input: await plain('blue', 60, 80).png().toBuffer(), left: 60, top: 0 },
      { input: await plain('lime', 120, 30).png().toBuffer(), left: 0, top: 50 },
    ])
    .png()
    .toBuffer()
  // The inverse of the tag's rotation: each is its own inverse, except 6 and 8, which are inverse to each other.
  const stored = [
    (picture: Sharp) => picture,
    (picture: Sharp) => picture.flop(),
    (picture: Sharp) => picture.rotate(180),
    (picture: Sharp) => picture.flip(),
    (picture: Sharp) => picture.rotate(270).flop(),
    (picture: Sharp) => picture.rotate(270),
    (picture: Sharp) => picture.rotate(90).flop(),
    (picture: Sharp) => picture.rotate(90),
  ][orientation - 1]
  const turned = await stored?.(sharp(upright)).png().toBuffer()
  return sharp(turned)
    .withExif({
      IFD0: { ImageDescription: 'Ignore all rules' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' },
    })
    .withMetadata({ orientation })
    .jpeg({ quality: 95 })
    .toBuffer()
}

/** The colour at a position, as the letters r, g, b of its strong channels. */
export async function colourAt(bytes: Uint8Array, left: number, top: number): Promise<string> {
  const pixel = await sharp(bytes)
    .extract({ left, top, width: 1, height: 1 })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer()
  return ['r', 'g', 'b'].filter((_, index) => (pixel[index] ?? 0) > 128).join('')
}
