/** An invisible character: where it is legitimate, and how it is counted elsewhere. */
export type Hidden = {
  readonly from: number
  readonly to: number
  /**
   * Whether it is legitimate at its position, given the visible characters right before and after it; empty where there
   * is none.
   */
  readonly belongs: (before: string, after: string) => boolean
  /**
   * - `letter`: can spell hidden text on its own, and is not used in ordinary text
   * - `form`: selects a variant of the character before it; a few hundred of them can encode bytes
   * - `misplaced`: not used at other positions
   * - `common`: editors and web pages often leave it in ordinary text
   * - `direction`: like `common`; in a text with right-to-left letters all kinds are allowed together
   * - `blank`: the empty cell of Braille, legitimate between other cells
   */
  readonly counts: 'letter' | 'form' | 'misplaced' | 'common' | 'direction' | 'blank'
}

const nowhere = () => false
const anywhere = () => true
const after = (what: RegExp) => (before: string) => what.test(before)
const beside = (what: RegExp) => (before: string, after: string) => what.test(before) || what.test(after)

/** Letters and marks of scripts that shape words with joiners, or separate them without a space. */
const SHAPED =
  /[[\p{L}\p{M}]--[\p{scx=Latn}\p{scx=Grek}\p{scx=Cyrl}\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Zinh}]]/v
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]/u
const isJoined = (before: string, after: string) =>
  (EMOJI.test(before) && EMOJI.test(after)) || SHAPED.test(before) || SHAPED.test(after)

const SYMBOL = /[\p{Emoji}\p{S}\p{P}]/u
const VARIED = /[0[[\p{L}\p{S}\p{P}]--[\p{ASCII}\p{scx=Latn}\p{scx=Grek}\p{scx=Cyrl}]]]/v
const MATHEMATICAL = /[\p{Sm}\p{N}\p{Ps}\p{Pe}\u{1D400}-\u{1D7FF}]/u
const MUSICAL = /[\u{1D100}-\u{1D158}\u{1D15A}-\u{1D172}\u{1D17B}-\u{1D1FF}]/u

type Row = readonly [from: number, to: number, counts: Hidden['counts'], belongs: Hidden['belongs']]

/** Ordered by code point: all that Unicode calls ignorable by default, and others that render as nothing. */
const ROWS: readonly Row[] = [
  [0x00ad, 0x00ad, 'common', nowhere], // soft hyphen
  [0x034f, 0x034f, 'misplaced', after(/\p{M}/u)], // grapheme joiner, which keeps marks in order
  [0x061c, 0x061c, 'direction', nowhere],
  [0x115f, 0x1160, 'misplaced', beside(/[\u1100-\u115e\u1161-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/)], // old Hangul
  [0x17b4, 0x17b5, 'misplaced', beside(/\p{sc=Khmr}/u)],
  [0x180b, 0x180f, 'misplaced', beside(/\p{sc=Mong}/u)],
  [0x200b, 0x200b, 'common', beside(SHAPED)],
  [0x200c, 0x200d, 'common', isJoined],
  [0x200e, 0x200f, 'direction', nowhere],
  [0x202a, 0x202e, 'direction', anywhere], // embeddings come in pairs
  [0x2060, 0x2060, 'common', beside(SHAPED)],
  [0x2061, 0x2064, 'common', beside(MATHEMATICAL)],
  [0x2065, 0x2065, 'letter', nowhere],
  [0x2066, 0x2069, 'direction', anywhere], // isolates, too
  [0x206a, 0x206f, 'misplaced', nowhere],
  [0x2800, 0x2800, 'blank', anywhere],
  [0x3164, 0x3164, 'misplaced', beside(/[\u3131-\u3163\u3165-\u318e]/)],
  [0xfe00, 0xfe0d, 'form', after(VARIED)],
  [0xfe0e, 0xfe0f, 'common', after(SYMBOL)], // stays where an emoji was taken out
  [0xfeff, 0xfeff, 'common', nowhere],
  [0xffa0, 0xffa0, 'misplaced', beside(/[\uffa1-\uffdc]/)],
  [0xfff0, 0xfff8, 'letter', nowhere],
  [0xfff9, 0xfffb, 'misplaced', nowhere], // annotations
  [0x13430, 0x1345f, 'misplaced', beside(/\p{sc=Egyp}/u)],
  [0x1bca0, 0x1bca3, 'misplaced', beside(/\p{sc=Dupl}/u)],
  [0x1d159, 0x1d159, 'misplaced', beside(MUSICAL)], // a note without a head
  [0x1d173, 0x1d17a, 'misplaced', beside(MUSICAL)], // beams and slurs
  [0xe0000, 0xe00ff, 'letter', nowhere], // tags: what belongs to a flag is read with the flag
  [0xe0100, 0xe012f, 'form', after(/\p{sc=Hani}/u)], // forms of ideographs, as far as any are registered
  [0xe0130, 0xe01ef, 'form', nowhere],
  [0xe01f0, 0xe0fff, 'letter', nowhere],
]

const TABLE: readonly Hidden[] = ROWS.map(([from, to, counts, belongs]) => ({ from, to, counts, belongs }))

const FIRST = 0xad

/** Undefined for a visible character, and for a space. */
export function hiddenCharacter(codePoint: number): Hidden | undefined {
  if (codePoint < FIRST) return undefined
  let low = 0
  let high = TABLE.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const row = TABLE[middle]!
    if (codePoint < row.from) high = middle - 1
    else if (codePoint > row.to) low = middle + 1
    else return row
  }
  return undefined
}

/** After a black flag: the region in letters of the tag block, and the tag that ends it. */
const TAGS = /[\u{E0020}-\u{E007E}]*\u{E007F}?/uy
const TAG_OF_NULL = 0xe0000

/** The three that people see; a text that was cut off may end within one. */
const KNOWN = ['gbeng', 'gbsct', 'gbwls']
/** Two letters for the country and one to three for its part: `ustx`. */
const SUBDIVISION = /^([a-z]{2})[a-z0-9]{1,3}$/
let regions: Intl.DisplayNames | undefined

/** Where the tags of a flag that begin at `at` end; `at` itself when these are not the tags of a flag. */
export function flagEnd(text: string, at: number): { readonly at: number; readonly isRare: boolean } {
  TAGS.lastIndex = at
  const [tags = ''] = TAGS.exec(text) ?? []
  const letters = Array.from(tags)
    .map((tag) => String.fromCodePoint(tag.codePointAt(0)! - TAG_OF_NULL))
    .join('')
  const region = letters.replace('\u007f', '')
  const end = at + tags.length
  if (KNOWN.some((known) => known.startsWith(region))) return { at: end, isRare: false }
  return letters.length > region.length && isSubdivision(region) ? { at: end, isRare: true } : { at, isRare: false }
}

function isSubdivision(region: string): boolean {
  const [, country] = SUBDIVISION.exec(region) ?? []
  regions ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  return country !== undefined && regions.of(country.toUpperCase()) !== undefined
}
