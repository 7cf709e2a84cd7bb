/** The chunks that a PNG needs to look right. */
const KEPT = ['IHDR', 'PLTE', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'eXIf', 'IDAT', 'IEND']
const names = new Set(KEPT.map(numberOf))
const PIXELS = numberOf('IDAT')

const SIGNATURE_BYTES = 8
/** A chunk is its length, its name, as many bytes, and a checksum. */
const HEAD_BYTES = 8
const CHECKSUM_BYTES = 4

/**
 * The same picture without its notes (texts, times, further profiles): 8 KB of notes can unpack to 8 MB, many times in
 * one file, and the decoder keeps them all in memory. A truncated or broken file stays so, and the decoder rejects it.
 */
export function withoutNotes(png: Uint8Array): Uint8Array {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength)
  const kept = Buffer.alloc(bytes.length)
  let length = bytes.copy(kept, 0, 0, SIGNATURE_BYTES)
  const seen = new Set<number>()
  for (let at = SIGNATURE_BYTES; at + HEAD_BYTES <= bytes.length;) {
    const name = bytes.readUInt32BE(at + 4)
    const end = at + HEAD_BYTES + bytes.readUInt32BE(at) + CHECKSUM_BYTES
    if (names.has(name) && (name === PIXELS || !seen.has(name))) length += bytes.copy(kept, length, at, end)
    seen.add(name)
    at = end
  }
  return kept.subarray(0, length)
}

function numberOf(name: string): number {
  return Buffer.from(name, 'latin1').readUInt32BE()
}
