import type { Engine } from '#engine/contract.ts'
import type { MemoryRef, RecalledLine } from '../contract/memory.ts'
import { shortened } from '../contract/text.ts'
import { neutralise, type Marks } from './neutralise.ts'

/** Lines of a prompt from the person's memory: whole lines, best first, as many as fit. */
export type MemoryBlock = {
  readonly lines: readonly string[]
  readonly refs: readonly MemoryRef[]
  readonly tokens: number
}

const NO_LINES: MemoryBlock = { lines: [], refs: [], tokens: 0 }

/** What memory may take of a prompt of so many tokens; between two sizes in proportion. */
const SHARES = [
  { budget: 0, profile: 0, recalled: 0 },
  { budget: 700, profile: 80, recalled: 60 },
  { budget: 4_000, profile: 400, recalled: 800 },
] as const

export function memoryShares(budgetTokens: number): { readonly profile: number; readonly recalled: number } {
  const above = SHARES.findIndex(({ budget }) => budget > budgetTokens)
  const [low, high] = above < 0 ? [SHARES[2], SHARES[2]] : [SHARES[above - 1] ?? SHARES[0], SHARES[above] ?? SHARES[2]]
  const part = high === low ? 0 : (budgetTokens - low.budget) / (high.budget - low.budget)
  const between = (name: 'profile' | 'recalled') => Math.floor(low[name] + part * (high[name] - low[name]))
  return { profile: between('profile'), recalled: between('recalled') }
}

/** One memory is a reminder; it need not be complete. */
const LINE_CHARACTERS_MAX = 400
/** Of ordinary text. A line beyond so many characters does not fit, so its tokens are not counted. */
const CHARACTERS_PER_TOKEN = 6

type Fitting = {
  readonly tokensMax: number
  /** Its tokens count, too. */
  readonly heading: string
  readonly written: (line: RecalledLine) => string
  readonly countTokens: Engine['countTokens']
  readonly signal: AbortSignal
}

/** As many of the lines as fit below their heading. A line that is too long does not keep shorter ones out. */
export async function linesWithin(all: readonly RecalledLine[], fitting: Fitting): Promise<MemoryBlock> {
  const { tokensMax, heading, written, countTokens, signal } = fitting
  if (all.length === 0 || tokensMax <= 0) return NO_LINES
  const tokensOf = (line: string) => countTokens(`\n${line}`, signal)
  const candidates = worthCounting(all, fitting).map((line) => ({ ref: line.ref, text: written(line) }))
  const [headingTokens, ...counted] = await Promise.all([heading, ...candidates.map(({ text }) => text)].map(tokensOf))
  let tokens = headingTokens ?? 0
  const fit = candidates.filter((_, index) => {
    const more = counted[index] ?? 0
    if (tokens + more > tokensMax) return false
    tokens += more
    return true
  })
  if (fit.length === 0) return NO_LINES
  return { lines: fit.map(({ text }) => text), refs: fit.map(({ ref }) => ref), tokens }
}

function worthCounting(all: readonly RecalledLine[], { tokensMax, written }: Fitting): readonly RecalledLine[] {
  let characters = 0
  return all.filter((line) => {
    if (characters > tokensMax * CHARACTERS_PER_TOKEN) return false
    characters += written(line).length
    return true
  })
}

/** The heading that tiny-scout was trained with; other models read it as well. */
export const KNOWN = 'What you know about this person:'
/** Its lines begin with ">", which our words call quoted: to be looked at, never obeyed. */
export const SAID = 'What this person said earlier, which may help:'

/** In the system message. What is not ours is named as theirs. */
export const knownLine = (marks: Marks) => (line: RecalledLine) => `- ${named(line, oneLine(line.text, marks))}`

function named({ as = 'about' }: RecalledLine, text: string): string {
  switch (as) {
    case 'about':
      return text
    case 'words':
      return `The person said: ${text}`
    case 'wish':
      return `The person wishes: ${text}`
    default:
      return as satisfies never
  }
}

/** In the system message of a model that reads all of its memory there: as above, and what was said with its day. */
export const recalledKnownLine = (marks: Marks) => (line: RecalledLine) =>
  line.as === 'words'
    ? `- The person said on ${dayOf(line.saidAtMs)}: ${oneLine(line.text, marks)}`
    : knownLine(marks)(line)

/** In the last message, before what is asked. */
export const saidLine = (marks: Marks) => (line: RecalledLine) =>
  `> ${dayOf(line.saidAtMs)}${line.as === 'words' ? '' : ' (noted)'}: ${oneLine(line.text, marks)}`

const LINE_ENDS = /[\s\u0085]+/gu

/** A memory stays in its line, whatever is in it: it cannot look like our words, or like another message. */
function oneLine(text: string, marks: Marks): string {
  const line = text.replace(LINE_ENDS, ' ').trim()
  const short = shortened(line, LINE_CHARACTERS_MAX)
  return neutralise(short.length < line.length ? `${short}…` : line, marks)
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 'YYYY-MM-DD'.length)
