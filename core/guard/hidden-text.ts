import { flagEnd, hiddenCharacter, type Hidden } from './hidden-characters.ts'

/** What a lost emoji leaves behind, never a word. */
const FORMS_MAX = 3
/** A slip of the keyboard, never the bits of two letters. */
const STACKED_MAX = 12
const STACKED_SHARE = 1 / 200
const MISPLACED_MAX = 16
const MISPLACED_SHARE = 1 / 100
/** Drawings in Braille are mostly empty cells. */
const BLANKS_MAX = 16
const BLANKS_PER_CELL = 12
/** England, Scotland and Wales are free; nobody shows more than a few of the others. */
const FLAGS_MAX = 3

/**
 * Whether a text says more than it shows, counted over the whole of it. Hidden characters at their place are free:
 * joiners in a Persian word or in a family of emoji, a selector behind a heart. Elsewhere
 *
 * - letters of the tag block spell what a model reads, so one is too many, and **forms** (selectors) nearly so;
 * - one right behind another is **stacked**;
 * - the others are **misplaced**, but for those that honest text is sprinkled with: at one place of a word (before it, in
 *   it, behind it, alone) one kind may come as often as it likes, since it takes two kinds to write zeros and ones.
 *
 * What is tolerated grows with what can be seen.
 */
export function hasHiddenText(text: string): boolean {
  const tally = new Tally()
  for (let at = 0; at < text.length; ) {
    const codePoint = text.codePointAt(at)!
    at += lengthOf(codePoint)
    const hidden = hiddenCharacter(codePoint)
    if (hidden) tally.hide(hidden, codePoint, visibleAt(text, at))
    else tally.show(codePoint)
    if (codePoint === BLACK_FLAG) at = tally.flag(text, at)
  }
  return tally.isTooMuch(() => RIGHT_TO_LEFT.test(text))
}

const BLACK_FLAG = 0x1f3f4
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const lengthOf = (codePoint: number) => (codePoint > 0xffff ? 2 : 1)

/** The character that starts here, or nothing where there is none to be seen. */
function visibleAt(text: string, at: number): string {
  const codePoint = text.codePointAt(at)
  return codePoint === undefined || hiddenCharacter(codePoint) ? '' : visible(codePoint)
}

function visible(codePoint: number): string {
  const character = String.fromCodePoint(codePoint)
  return /\s/.test(character) ? '' : character
}

/** How often a kind of hidden character stands at one place of a word. */
type Kinds = Map<number, { readonly hidden: Hidden; count: number }>

class Tally {
  #visible = 0
  /** Of Braille, with dots. */
  #cells = 0
  #blanks = 0
  #letters = 0
  #forms = 0
  #stacked = 0
  #misplaced = 0
  readonly #flags = new Set<string>()
  /** By what stands around: nothing, a character before, one after, both. */
  readonly #places: readonly Kinds[] = [new Map(), new Map(), new Map(), new Map()]

  /** The last visible character, and what came after it: how many that are hidden, and the last of them. */
  #base = SPACE
  #run = 0
  #last = 0
  #lastIsSelector = false

  show(codePoint: number): void {
    this.#visible += 1
    if (codePoint > BLANK && codePoint <= LAST_CELL) this.#cells += 1
    this.#base = codePoint
    this.#run = 0
  }

  hide(hidden: Hidden, codePoint: number, after: string): void {
    const { counts } = hidden
    const isSelector = SELECTOR.test(String.fromCodePoint(codePoint))
    // A joiner of emoji comes after the selector of the first.
    const follows = this.#run === 0 || (this.#run === 1 && this.#lastIsSelector && !isSelector)
    const before = follows ? visible(this.#base) : ''
    const belongs = hidden.belongs(before, after)
    if (counts === 'blank') this.#blanks += 1
    else if (counts === 'letter') this.#letters += 1
    else if (!follows) this.#stacked += this.#run === 1 && codePoint === this.#last ? 0 : 1
    else if (!belongs) this.#countMisplaced(hidden, codePoint, (before ? 1 : 0) + (after ? 2 : 0))
    if (counts === 'form' && !belongs) this.#forms += 1
    this.#run += 1
    this.#last = codePoint
    this.#lastIsSelector = isSelector && belongs
  }

  /** The tags of a flag are at their place; gives where they end. */
  flag(text: string, at: number): number {
    const end = flagEnd(text, at)
    if (end.isRare) this.#flags.add(text.slice(at, end.at))
    return end.at
  }

  isTooMuch(isRightToLeft: () => boolean): boolean {
    const misplaced = this.#misplaced + this.#secondKinds(isRightToLeft)
    return (
      this.#letters > 0 ||
      this.#forms > FORMS_MAX ||
      this.#flags.size > FLAGS_MAX ||
      this.#blanks > BLANKS_MAX + this.#cells * BLANKS_PER_CELL ||
      this.#stacked > STACKED_MAX + this.#visible * STACKED_SHARE ||
      misplaced > MISPLACED_MAX + this.#visible * MISPLACED_SHARE
    )
  }

  #countMisplaced(hidden: Hidden, codePoint: number, place: number): void {
    if (hidden.counts !== 'common' && hidden.counts !== 'direction') {
      this.#misplaced += 1
      return
    }
    const kinds = this.#places[place]!
    const kind = kinds.get(codePoint)
    if (kind) kind.count += 1
    else kinds.set(codePoint, { hidden, count: 1 })
  }

  /** All at one place but those of its most frequent kind. */
  #secondKinds(isRightToLeft: () => boolean): number {
    let count = 0
    for (const kinds of this.#places) {
      const found = [...kinds.values()].filter(({ hidden }) => hidden.counts === 'common' || !isRightToLeft())
      const each = found.map((kind) => kind.count)
      count += each.reduce((sum, one) => sum + one, 0) - Math.max(0, ...each)
    }
    return count
  }
}

const SELECTOR = /\p{Variation_Selector}/u
const SPACE = 0x20
const BLANK = 0x2800
const LAST_CELL = 0x28ff
