import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { fitForModel } from '#core/media/fit.ts'
import { preparePicture } from '#core/media/prepare.ts'
import { sniff } from '#core/contract/sniff.ts'
import { animated, bombPng, colourAt, jpegOf, linePng, lyingPng, noisyJpeg, notedPng, photoHeld } from './hostile.ts'

const SVG = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
const text = (words: string) => Buffer.from(words)
const heic = () => Buffer.concat([text('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), Buffer.alloc(200)])
const mp4 = () => Buffer.concat([text('\0\0\0\x18ftypisom\0\0\0\0isommp42'), Buffer.alloc(200)])

const cut = async (bytes: Promise<Buffer>, share: number) =>
  (await bytes).subarray(0, Math.floor((await bytes).length * share))

describe('a picture of a stranger', () => {
  it.each<[string, () => Promise<Uint8Array> | Uint8Array, object]>([
    ['words that call themselves a picture', () => text('this is no picture'), { code: 'not-a-picture' }],
    ['nothing', () => new Uint8Array(), { code: 'not-a-picture' }],
    ['a document', () => text('%PDF-1.7\n'), { code: 'not-a-picture' }],
    ['a video', mp4, { code: 'not-a-picture' }],
    ['an SVG drawing', () => text(SVG), { code: 'unsupported-kind', kind: 'svg' }],
    [
      'an SVG drawing without a head',
      () => text('  <svg><script>1</script></svg>'),
      { code: 'unsupported-kind', kind: 'svg' },
    ],
    [
      'a TIFF',
      async () =>
        sharp(await jpegOf())
          .tiff()
          .toBuffer(),
      { code: 'unsupported-kind', kind: 'tiff' },
    ],
    ['256 megapixels in a small file', bombPng, { code: 'too-large' }],
    ['3.6 gigapixels that are not there', lyingPng, { code: 'too-large' }],
    ['a line of pixels without end', linePng, { code: 'too-large' }],
    ['a JPEG of which half is missing', () => cut(noisyJpeg(), 0.5), { code: 'broken' }],
    ['the first bytes of a JPEG', () => text('\xff\xd8\xff\xe0 hello'), { code: 'not-a-picture' }],
    [
      'a head of a JPEG and words',
      () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), text('hello '.repeat(99))]),
      { code: 'broken' },
    ],
    [
      'a PNG of which half is missing',
      async () =>
        cut(
          sharp(await noisyJpeg())
            .png()
            .toBuffer(),
          0.5,
        ),
      { code: 'broken' },
    ],
    ['a photo that only a phone can open', heic, { code: 'heic' }],
  ])('that is %s is refused with a reason', async (_what, bytes, fault) => {
    await expect(preparePicture(await bytes())).rejects.toMatchObject({ name: 'PictureError', ...fault })
  })

  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('is opened when it is %s', async (format) => {
    const bytes = await sharp(await jpegOf('blue'))
      .toFormat(format)
      .toBuffer()
    expect(sniff(bytes)).toEqual({ type: 'picture', format })
    const prepared = await preparePicture(bytes)
    expect(prepared).toMatchObject({
      width: 640,
      height: 480,
      mime: format === 'png' || format === 'gif' ? 'image/png' : 'image/jpeg',
    })
    expect(await colourAt(prepared.bytes, 320, 240)).toBe('b')
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'lands upright when the camera was held in way %i, without where it was taken',
    async (orientation) => {
      const photo = await photoHeld(orientation)
      expect((await sharp(photo).metadata()).exif).toBeDefined()
      const { bytes, width, height } = await preparePicture(photo)
      expect({ width, height }).toEqual({ width: 120, height: 80 })
      expect(await colourAt(bytes, 10, 10)).toBe('r')
      expect(await colourAt(bytes, 110, 10)).toBe('b')
      expect(await colourAt(bytes, 60, 70)).toBe('g')
      const { exif, orientation: left } = await sharp(bytes).metadata()
      expect({ exif, left }).toEqual({ exif: undefined, left: undefined })
    },
  )

  it.each([1, 2])('is used whole when only its end mark did not arrive: %i bytes', async (missing) => {
    for (const [photo, orientation] of [
      [await noisyJpeg(), 1],
      [await photoHeld(6), 6],
    ] as const) {
      expect((await sharp(photo).metadata()).orientation ?? 1).toBe(orientation)
      const whole = await preparePicture(photo)
      const { bytes, ...about } = await preparePicture(photo.subarray(0, photo.length - missing))
      expect(about).toEqual({ mime: whole.mime, width: whole.width, height: whole.height })
      expect(Buffer.from(bytes).equals(whole.bytes)).toBe(true)
    }
  })

  it.each([false, true])(
    'is used as far as it came when a little more is missing (progressive: %s)',
    async (progressive) => {
      const photo = await sharp(await noisyJpeg())
        .jpeg({ progressive })
        .toBuffer()
      const { bytes, width, height } = await preparePicture(photo.subarray(0, photo.length - 200))
      expect({ width, height }).toEqual({ width: 800, height: 600 })
      const [, , blue] = (await sharp(bytes).extract({ left: 0, top: 0, width: 800, height: 560 }).stats()).channels
      expect(blue?.stdev).toBeGreaterThan(20)
    },
  )

  it('is not taken for whole because its thumbnail is', async () => {
    const photo = await noisyJpeg()
    const withThumbnail = (bytes: Buffer) => {
      const thumbnail = Buffer.from([0xff, 0xe5, 0, 6, 0xff, 0xda, 0xff, 0xd9])
      return Buffer.concat([bytes.subarray(0, 2), thumbnail, bytes.subarray(2)])
    }
    const cutOff = withThumbnail(photo.subarray(0, photo.length - 2))
    expect(await preparePicture(cutOff)).toEqual(await preparePicture(photo))
    await expect(preparePicture(withThumbnail(photo.subarray(0, photo.length / 2)))).rejects.toMatchObject({
      code: 'broken',
    })
  })

  it.each(['gif', 'webp'] as const)('that moves (%s) is its first frame', async (format) => {
    const bytes = await animated(format)
    expect((await sharp(bytes).metadata()).pages).toBe(3)
    const prepared = await preparePicture(bytes)
    expect(prepared).toMatchObject({ width: 64, height: 64 })
    expect(await colourAt(prepared.bytes, 32, 32)).toBe('r')
  })

  it('with notes that unpack to hundreds of megabytes is opened without them', async () => {
    const noted = await notedPng(30)
    const before = process.resourceUsage().maxRSS
    expect(await preparePicture(noted)).toMatchObject({ width: 64, height: 64 })
    expect((process.resourceUsage().maxRSS - before) / 1_000).toBeLessThan(300)
  })

  it('that is transparent stands on white', async () => {
    const clear = await sharp({
      create: { width: 40, height: 40, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer()
    const { bytes } = await preparePicture(clear)
    expect(await colourAt(bytes, 20, 20)).toBe('rgb')
    expect((await sharp(bytes).metadata()).hasAlpha).toBe(false)
  })

  it('is made as small as any model needs, and no larger than it was', async () => {
    expect(await preparePicture(await jpegOf('red', 4_000, 3_000))).toMatchObject({ width: 1_344, height: 1_008 })
    expect(await preparePicture(await jpegOf('red', 20, 10))).toMatchObject({ width: 20, height: 10 })
  })

  it('in print colours, in grey or in sixteen bits is shown in ordinary ones', async () => {
    const cmyk = await sharp(await jpegOf('red'))
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer()
    expect(await colourAt((await preparePicture(cmyk)).bytes, 5, 5)).toBe('r')
    const grey = await sharp(await jpegOf('white'))
      .greyscale()
      .png()
      .toBuffer()
    expect(await colourAt((await preparePicture(grey)).bytes, 5, 5)).toBe('rgb')
    const deep = await sharp(await jpegOf('lime'))
      .toColourspace('rgb16')
      .png()
      .toBuffer()
    expect(await colourAt((await preparePicture(deep)).bytes, 5, 5)).toBe('g')
  })

  it('that is a large drawing is kept as JPEG when PNG would be many times its worth', async () => {
    const noisy = await sharp(await noisyJpeg())
      .resize(1_344, 1_008)
      .png()
      .toBuffer()
    expect((await preparePicture(noisy)).mime).toBe('image/jpeg')
  })

  it('is named by its bytes, whatever they hold further on', () => {
    expect(sniff(text(`GIF89a${SVG}`))).toEqual({ type: 'picture', format: 'gif' })
    expect(sniff(text('RIFF\0\0\0\0WAVEfmt '))).toEqual({ type: 'other' })
  })
})

describe('a picture for a model', () => {
  const kept = async (width: number, height: number) => preparePicture(await jpegOf('blue', width, height))
  const sizeOf = async (bytes: Uint8Array) => {
    const { width, height, format } = await sharp(bytes).metadata()
    return { width, height, format }
  }

  it.each([
    [1_000, 500],
    [500, 1_000],
    [20, 20],
    [3_000, 2],
    [336, 336],
  ])('of %i × %i fills its tile exactly when it is to be padded', async (width, height) => {
    for (const pad of ['edge', 'white'] as const) {
      const { bytes, mime } = await fitForModel(await kept(width, height), { tilePixels: 336, pad })
      expect(await sizeOf(bytes)).toEqual({ width: 336, height: 336, format: mime === 'image/png' ? 'png' : 'jpeg' })
    }
  })

  it('is padded with the colour of its own edge, or with white', async () => {
    const picture = await kept(400, 100)
    const edge = await fitForModel(picture, { tilePixels: 336, pad: 'edge' })
    expect(await colourAt(edge.bytes, 168, 5)).toBe('b')
    const white = await fitForModel(picture, { tilePixels: 336, pad: 'white' })
    expect(await colourAt(white.bytes, 168, 5)).toBe('rgb')
    expect(await colourAt(white.bytes, 168, 168)).toBe('b')
  })

  it('keeps its aspect, and is not enlarged, where a model does without padding', async () => {
    expect(
      await sizeOf((await fitForModel(await kept(1_000, 500), { tilePixels: 336, pad: 'none' })).bytes),
    ).toMatchObject({ width: 336, height: 168 })
    expect(await sizeOf((await fitForModel(await kept(20, 10), { tilePixels: 336, pad: 'none' })).bytes)).toMatchObject(
      { width: 20, height: 10 },
    )
  })
})
