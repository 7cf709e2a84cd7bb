/** Behind a black flag: the region in letters of the tag block, and the tag that ends it. */
const TAGS = /[\u{E0020}-\u{E007E}]*\u{E007F}?/uy
const TAG_OF_NULL = 0xe0000

/** The three that people see; a text that was cut off may end within one. */
const KNOWN = ['gbeng', 'gbsct', 'gbwls']
/** Two letters of a country and one to three of its part: `ustx`. */
const SUBDIVISION = /^([a-z]{2})[a-z0-9]{1,3}$/
let regions: Intl.DisplayNames | undefined

/** Where the tags of a flag end that begin here; `at` itself where they are none, and so something else. */
export function flagEnd(text: string, at: number): { readonly at: number; readonly isRare: boolean } {
  TAGS.lastIndex = at
  const [tags = ''] = TAGS.exec(text) ?? []
  const letters = Array.from(tags).map((tag) => String.fromCodePoint(tag.codePointAt(0)! - TAG_OF_NULL)).join('')
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
