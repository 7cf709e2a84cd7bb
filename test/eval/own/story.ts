import { CONCEPTS, type Concept, type ConceptName } from './concepts.ts'
import { filled, valuesFor, type Values } from './fill.ts'
import type { LanguageTable } from './language-table.ts'
import { noiseBeside } from './noise.ts'
import { shuffled, type Random } from './shuffled.ts'

/** Share told in two turns, where the language has such a wording. */
const TWO_TURNS_SHARE = 1 / 3
/** Share of what is told in one turn that has something else beside it. */
const BESIDE_SHARE = 0.5
/** Share of what can change that does, once or twice. */
const CHANGED_SHARE = 0.7
/** Of a person who tells a lot. */
const LIKES_MIN = 25
const LIKES_MAX = 36

/** One or two turns that stay together. */
export type Exchange = { readonly day: number; readonly texts: readonly string[]; readonly told?: Told }

/** What the last turn of an exchange tells. */
export type Told = {
  readonly key: string
  /** Of two items of one topic the later one supersedes. */
  readonly topic: string
  readonly concept: Concept
  readonly values: Values
  readonly isSuperseded: boolean
}

export type Telling = Exchange & { readonly told: Told }

/** All that one person tells of one concept, oldest first. */
export type Story = { readonly name: ConceptName; readonly tellings: readonly Telling[] }

type Teller = { readonly table: LanguageTable; readonly random: Random; readonly days: number }

/** Told once, or with what took its place later. */
export function storyOf(name: ConceptName, { table, random, days }: Teller): Story {
  const concept: Concept = CONCEPTS[name]
  const changes = table.concepts[name].changed !== undefined && random.next() < CHANGED_SHARE
  const versions = changes ? 2 + random.upTo(1) : 1
  const first = valuesFor(table, random)
  // Each version has a span of days of its own, in which it is told.
  const tellings = Array.from({ length: versions }, (_, version): Telling => {
    const values = laterValues(first, concept, version)
    const span = days / versions
    return {
      day: Math.floor(version * span + random.next() * span),
      texts: wordsOf(name, { table, random, values, isFirst: version === 0 }),
      told: { key: `${name}.${version}`, topic: name, concept, values, isSuperseded: version < versions - 1 },
    }
  })
  return { name, tellings }
}

/** The same thing with another last value: another city, another day of the same class. */
function laterValues(first: Values, { slots }: Concept, version: number): Values {
  const slot = slots.at(-1)
  return slot === undefined ? first : first.after(slot, version)
}

type Wording = Pick<Teller, 'table' | 'random'> & { readonly values: Values; readonly isFirst: boolean }

function wordsOf(name: ConceptName, { table, random, values, isFirst }: Wording): string[] {
  const { say, told, changed } = table.concepts[name]
  if (!isFirst) return [filled(random.of(changed!), values)]
  if (told !== undefined && random.next() < TWO_TURNS_SHARE) return told.map((text) => filled(text, values))
  const text = `${random.of(table.before)}${filled(random.of(say), values)}${random.of(table.after)}`
  if (random.next() >= BESIDE_SHARE) return [text]
  return [`${text} ${noiseBeside({ table, random }, table.concepts[name].paraphrase)}`.trim()]
}

const LIKE: Concept = {
  category: 'preference',
  kind: 'profile',
  field: 'preference',
  slots: ['liked'],
  item: 'The person likes {liked}.',
}

/** More than a profile in a prompt holds. */
export function likesOf({ table, random, days }: Teller): Telling[] {
  const indexes = shuffled([...table.words.liked.keys()], random)
  const count = LIKES_MIN + random.upTo(LIKES_MAX - LIKES_MIN)
  return indexes.slice(0, count).map((index) => {
    const values = valuesFor(table, random).at('liked', index)
    const key = `like.${index}`
    const told = { key, topic: key, concept: LIKE, values, isSuperseded: false }
    return { ...atAnyDay(filled(random.of(table.like.say), values), { random, days }), told }
  })
}

export const atAnyDay = (text: string, { random, days }: Pick<Teller, 'random' | 'days'>): Exchange => ({
  day: Math.floor(random.next() * days),
  texts: [text],
})
