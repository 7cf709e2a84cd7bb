import { readFile } from 'node:fs/promises'
import jsqr from 'jsqr'
import sharp from 'sharp'

/** Pixels for one module; fewer are not found. */
const SCALE = 6

/** What the QR code in a picture says. */
export const qrInFile = async (file: string): Promise<string | undefined> => qrInPicture(await readFile(file))

export async function qrInPicture(picture: Uint8Array): Promise<string | undefined> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return jsqr.default(Uint8ClampedArray.from(data), info.width, info.height)?.data
}

/** What the last QR code in a terminal's text says; its characters draw what is light. */
export function qrInText(text: string): string | undefined {
  const lines = withoutCommands(text).split('\n')
  const last = lines.findLastIndex((line) => /^[█▀▄ ]{20,}$/.test(line))
  const first = lines.findLastIndex((line, index) => index < last && !/^[█▀▄ ]{20,}$/.test(line)) + 1
  const code = lines.slice(first, last + 1)
  const rows = code.flatMap((line) => [light(line, '█▀'), light(line, '█▄')])
  const width = (rows[0]?.length ?? 0) * SCALE
  const pixels = rows.flatMap((row) => Array.from({ length: SCALE }, () => row.flatMap((at) => Array(SCALE).fill(at))))
  const rgba = Uint8ClampedArray.from(
    pixels.flat().flatMap((isLight) => (isLight ? [255, 255, 255, 255] : [0, 0, 0, 255])),
  )
  return jsqr.default(rgba, width, rows.length * SCALE)?.data
}

const light = (line: string, characters: string): boolean[] => Array.from(line, (each) => characters.includes(each))

// oxlint-disable-next-line no-control-regex
const withoutCommands = (text: string) => text.replaceAll(/\u001B\[[\d;]*[A-Za-z]/g, '')
