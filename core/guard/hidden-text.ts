import { flagEnd, hiddenCharacter, type Hidden } from './hidden-characters.ts'

/** A deleted emoji may leave this many; they are too few to encode a word. */
const FORMS_MAX = 3
/** Typing errors may make this many; they are too few bits for two letters. */
const STACKED_MAX = 12
const STACKED_SHARE = 1 / 200
const MISPLACED_MAX = 16
const MISPLACED_SHARE = 1 / 100
/** Drawings in Braille have mostly empty cells. */
const BLANKS_MAX = 16
const BLANKS_PER_CELL = 12
/** England, Scotland and Wales do not count; ordinary text has only a few of the others. */
const FLAGS_MAX = 3

/**
 * Whether a text hides text in invisible characters, counted over the whole text. At legitimate positions they do not
 * count: joiners in a Persian word or in a family of emoji, a selector after a heart. At other positions:
 *
 * - letters of the tag block spell text that a model reads, so one is too many; of **forms** (selectors) few are
 *   allowed;
 * - one right after another is **stacked**;
 * - the others are **misplaced**. Of those that are common in ordinary text, one kind is allowed without limit at each
 *   position in a word (before it, in it, after it, alone), because it takes two kinds to write zeros and ones.
 *
 * The limits grow with the number of visible characters.
 */
export function hasHiddenText(text: string): boolean {
  const tally = new Tally()
  for (let at = 0; at < text.length;) {
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

/** The character that starts here; empty when it is not visible. */
function visibleAt(text: string, at: number): string {
  const codePoint = text.codePointAt(at)
  return codePoint === undefined || hiddenCharacter(codePoint) ? '' : visible(codePoint)
}

function visible(codePoint: number): string {
  const character = String.fromCodePoint(codePoint)
  return /\s/.test(character) ? '' : character
}

/** How often each kind of hidden character is at one position in a word. */
type Kinds = Map<number, { readonly hidden: Hidden; count: number }>

class Tally {
  #visible = 0
  /** Cells of Braille with dots. */
  #cells = 0
  #blanks = 0
  #letters = 0
  #forms = 0
  #stacked = 0
  #misplaced = 0
  readonly #flags = new Set<string>()
  /** By the visible neighbours: none, one before, one after, both. */
  readonly #places: readonly Kinds[] = [new Map(), new Map(), new Map(), new Map()]

  /** The last visible character, the number of hidden ones after it, and the last of these. */
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
    // In a joined emoji the joiner comes after the selector of the first emoji.
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

  /** The tags of a flag are legitimate; returns where they end. */
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

  /** At each position, all but those of the most frequent kind. */
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
