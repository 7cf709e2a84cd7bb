/** The formats that we open; HEIC only if the decoder was built with it. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'heic'

export type Sniffed =
  | { readonly type: 'picture'; readonly format: PictureFormat }
  /** A kind of picture that we do not open. */
  | { readonly type: 'unsupported'; readonly kind: string }
  | { readonly type: 'other' }

/** This many first bytes are enough to detect a format. */
export const SNIFF_BYTES = 512

/** Detects the format from the first bytes alone: a file's name and stated type are not reliable. */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, SNIFF_BYTES))
  const text = head.toString('latin1')
  const format = FORMATS.find(([, matches]) => matches(text))?.[0]
  if (format !== undefined) return { type: 'picture', format }
  const kind = KINDS.find(([, matches]) => matches(text))?.[0]
  return kind === undefined ? { type: 'other' } : { type: 'unsupported', kind }
}

type Signature<Name extends string> = readonly [name: Name, matches: (head: string) => boolean]

const FORMATS: readonly Signature<PictureFormat>[] = [
  ['jpeg', (head) => head.startsWith('\xff\xd8\xff')],
  ['png', (head) => head.startsWith('\x89PNG\r\n\x1a\n')],
  ['gif', (head) => head.startsWith('GIF87a') || head.startsWith('GIF89a')],
  ['webp', (head) => head.startsWith('RIFF') && head.startsWith('WEBP', 8)],
  ['avif', (head) => brandsOf(head).some((brand) => brand === 'avif' || brand === 'avis')],
  ['heic', (head) => brandsOf(head).some((brand) => HEIC_BRANDS.has(brand))],
]

/** Pictures that we do not open, named for the note to the person. */
const KINDS: readonly Signature<string>[] = [
  ['svg', (head) => /<svg[\s>]/i.test(head) || /^\s*(?:\xef\xbb\xbf)?<\?xml[^>]*>[\s\S]*<!DOCTYPE\s+svg/i.test(head)],
  ['tiff', (head) => head.startsWith('II*\0') || head.startsWith('MM\0*')],
  ['bmp', (head) => head.startsWith('BM') && head.startsWith('\0\0\0\0', 6)],
  ['jxl', (head) => head.startsWith('\xff\x0a') || head.startsWith('JXL ', 4)],
]

const HEIC_BRANDS = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'hevm', 'hevs', 'mif1', 'msf1'])

/** The main and the compatible brands of an ISO base media file. A video has other ones. */
function brandsOf(head: string): string[] {
  if (!head.startsWith('ftyp', 4)) return []
  const length = Math.min(Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE(), head.length)
  const names = [head.slice(8, 12)]
  for (let at = 16; at + 4 <= length; at += 4) names.push(head.slice(at, at + 4))
  return names
}
