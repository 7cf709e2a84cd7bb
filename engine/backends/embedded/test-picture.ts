import { crc32, deflateSync } from 'node:zlib'

/** A server that adds fewer tokens did not read a picture, but ignored it or read a placeholder word. */
export const PICTURE_TOKENS_MIN = 8

/** A PNG of one colour with a square of another colour in the middle, to test whether an engine reads pictures. */
export function testPicture({ width, height }: { width: number; height: number }): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, COLOUR_RGB, 0, 0, 0], 8)
  const [plain, middle] = [row(width, false), row(width, true)]
  const isMiddle = (y: number) => y > height / 3 && y < (height * 2) / 3
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => (isMiddle(y) ? middle : plain)))
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([SIGNATURE, ...chunks])
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const COLOUR_RGB = 2
const WHITE = [255, 255, 255]
const BLUE = [20, 40, 220]

function row(width: number, isMiddle: boolean): Buffer {
  const isBlue = (x: number) => isMiddle && x > width / 3 && x < (width * 2) / 3
  const pixels = Array.from({ length: width }, (_, x) => (isBlue(x) ? BLUE : WHITE))
  return Buffer.from([0, ...pixels.flat()])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  frame.set(body, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}
