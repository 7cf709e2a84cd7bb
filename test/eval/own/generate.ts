import { randomFrom } from '../../core/random.ts'
import type { EvaluationSet, LabelledItem, Question, SaidTurn, SetPerson } from '../set.ts'
import { CONCEPTS, conceptNames, type Concept, type ConceptName } from './concepts.ts'
import { filled, labelled, valuesFor, type Values } from './fill.ts'
import type { LanguageTable } from './language-table.ts'
import { languageTables } from './all.ts'

export type GenerateOptions = { readonly seed: number; readonly people: number }

/** Half of the people write English. */
const LANGUAGES = ['en', 'es', 'en', 'de', 'en', 'fr'] as const
const DAYS_MIN = 30
const DAYS_MAX = 60
const DAY_MS = 86_400_000
const FIRST_DAY_MS = Date.UTC(2026, 0, 5)

/** Share of concepts that one person tells, beside those that everybody tells. */
const TOLD_SHARE = 0.8
/** Share told in two turns, where the language has such a wording. */
const TWO_TURNS_SHARE = 1 / 3
/** Share of what can change that does, once or twice. */
const CHANGED_SHARE = 0.7
/** Turns of small talk for each turn that tells something. */
const SMALL_TALK_SHARE = 1.2
/** Every fifth person tells many more likes than a profile holds. */
const TALKATIVE_EVERY = 5
const LIKES_MIN = 25
const LIKES_MAX = 36
const LIKES_ASKED = 4

type Random = ReturnType<typeof randomFrom>
/** One or two turns that stay together. */
type Exchange = { readonly day: number; readonly texts: readonly string[]; readonly told?: Told }
/** What the last turn of an exchange tells. */
type Told = {
  readonly key: string
  readonly concept: Concept
  readonly values: Values
  readonly isSuperseded: boolean
}

/** The same set for the same seed: who they are, what they tell on which day, and what they are asked at the end. */
export function generate({ seed, people }: GenerateOptions): EvaluationSet {
  return {
    name: `own set, seed ${seed}, ${people} people`,
    people: Array.from({ length: people }, (_, index) => personOf(index, randomFrom(seed * 10_007 + index))),
  }
}

function personOf(index: number, random: Random): SetPerson {
  const table = languageTables[LANGUAGES[index % LANGUAGES.length]!]
  const days = DAYS_MIN + random.upTo(DAYS_MAX - DAYS_MIN)
  const chosen = conceptNames.filter((name) => 'isCommon' in CONCEPTS[name] || random.next() < TOLD_SHARE)
  const story = chosen.map((name) => storyOf(name, { table, random, days }))
  const likes = index % TALKATIVE_EVERY === TALKATIVE_EVERY - 1 ? likesOf({ table, random, days }) : []
  const telling = [...story.flatMap(({ tellings }) => tellings), ...likes]
  const near = chosen.flatMap((name) => table.concepts[name].near.map((text) => atAnyDay([text], { random, days })))
  const talk = Array.from({ length: Math.round(telling.length * SMALL_TALK_SHARE) }, () =>
    atAnyDay([filled(random.of(table.smallTalk), valuesFor(table, random))], { random, days }),
  )
  const id = `p${index + 1}`
  const said = inOrder([...telling, ...near, ...talk], { id, random, days })
  const asking = { id, table, random, said, askedAtMs: FIRST_DAY_MS + (days + 1) * DAY_MS }
  return {
    id,
    language: table.code,
    turns: said.turns,
    items: said.items,
    questions: [
      ...questionsOf(story, { ...asking, isParaphraseFirst: index % 2 === 0 }),
      ...questionsOnLikes(likes, asking),
    ],
  }
}

type Telling = { readonly table: LanguageTable; readonly random: Random; readonly days: number }
type Story = { readonly name: ConceptName; readonly tellings: readonly Exchange[] }

/** What one person tells of one concept: once, or with what took its place later. */
function storyOf(name: ConceptName, { table, random, days }: Telling): Story {
  const wording = table.concepts[name]
  const concept: Concept = CONCEPTS[name]
  const versions = wording.changed !== undefined && random.next() < CHANGED_SHARE ? 2 + random.upTo(1) : 1
  const first = valuesFor(table, random)
  // Each version has a span of days of its own, in which it is told.
  const tellings = Array.from({ length: versions }, (_, version): Exchange => {
    const values = laterValues(first, concept, version)
    const told = { key: `${name}.${version}`, concept, values, isSuperseded: version < versions - 1 }
    const span = days / versions
    const day = Math.floor(version * span + random.next() * span)
    return { day, texts: wordsOf(name, { table, random, values, isFirst: version === 0 }), told }
  })
  return { name, tellings }
}

/** The same thing with another last value: another city, another day of the same class. */
function laterValues(first: Values, { slots }: Concept, version: number): Values {
  const slot = slots.at(-1)
  return slot === undefined ? first : first.after(slot, version)
}

function wordsOf(
  name: ConceptName,
  { table, random, values, isFirst }: Pick<Telling, 'table' | 'random'> & { values: Values; isFirst: boolean },
): string[] {
  const { say, told, changed } = table.concepts[name]
  const isInTwo = random.next() < TWO_TURNS_SHARE
  if (!isFirst) return [filled(random.of(changed!), values)]
  if (told !== undefined && isInTwo) return told.map((text) => filled(text, values))
  return [`${random.of(table.before)}${filled(random.of(say), values)}${random.of(table.after)}`]
}

const LIKE: Concept = {
  category: 'preference',
  kind: 'profile',
  field: 'preference',
  slots: ['liked'],
  item: 'The person likes {liked}.',
}

function likesOf({ table, random, days }: Telling): Exchange[] {
  const indexes = shuffled(
    table.words.liked.map((_, index) => index),
    random,
  )
  const count = LIKES_MIN + random.upTo(LIKES_MAX - LIKES_MIN)
  return indexes.slice(0, count).map((index) => {
    const values = valuesFor(table, random).at('liked', index)
    const told = { key: `like.${index}`, concept: LIKE, values, isSuperseded: false }
    return { ...atAnyDay([filled(random.of(table.like.say), values)], { random, days }), told }
  })
}

const atAnyDay = (texts: readonly string[], { random, days }: Pick<Telling, 'random' | 'days'>): Exchange => ({
  day: Math.floor(random.next() * days),
  texts,
})

type Said = {
  readonly turns: readonly SaidTurn[]
  readonly items: readonly LabelledItem[]
  /** The turns of a telling, the answer last. */
  readonly turnsOf: ReadonlyMap<string, readonly string[]>
}

/** Day by day; within a day exchanges follow each other in any order, some minutes apart. */
function inOrder(
  exchanges: readonly Exchange[],
  { id, random, days }: { id: string; random: Random; days: number },
): Said {
  const turns: SaidTurn[] = []
  const items: LabelledItem[] = []
  const turnsOf = new Map<string, readonly string[]>()
  for (let day = 0; day < days; day++) {
    let atMs = FIRST_DAY_MS + day * DAY_MS + (7 + random.upTo(4)) * 3_600_000
    for (const exchange of shuffled(
      exchanges.filter((each) => each.day === day),
      random,
    )) {
      const ids: string[] = []
      for (const text of exchange.texts) {
        atMs += (1 + random.upTo(30)) * 60_000
        const turn = { id: `${id}:${turns.length + 1}`, text, saidAtMs: atMs }
        turns.push(turn)
        ids.push(turn.id)
      }
      const { told } = exchange
      if (told === undefined) continue
      turnsOf.set(told.key, ids)
      items.push(itemOf(told, turns.at(-1)!))
    }
  }
  return { turns, items, turnsOf }
}

function itemOf({ concept, values, isSuperseded }: Told, turn: SaidTurn): LabelledItem {
  const { kind, field, item, slots } = concept
  const slot = slots.at(-1)
  return {
    kind,
    ...(field && { field }),
    ...(slot && { value: values.of(slot), valueInEnglish: values.inEnglish(slot) }),
    text: labelled(item, values),
    turn: turn.id,
    saidAtMs: turn.saidAtMs,
    isSuperseded,
  }
}

type Asking = {
  readonly id: string
  readonly table: LanguageTable
  readonly random: Random
  readonly said: Said
  readonly askedAtMs: number
}

/** One question on each concept, half of them paraphrased; of what changed, on what holds now. */
function questionsOf(
  story: readonly Story[],
  { id, table, random, said, askedAtMs, isParaphraseFirst }: Asking & { isParaphraseFirst: boolean },
): Question[] {
  const order = shuffled(story, random)
  return order.map(({ name, tellings }, index) => {
    const { told } = tellings.at(-1)!
    const isParaphrase = (index % 2 === 0) === isParaphraseFirst
    const { ask, paraphrase } = table.concepts[name]
    const text = random.of(isParaphrase ? paraphrase : ask)
    return {
      id: `${id}:${name}`,
      text: filled(text, told!.values),
      category: tellings.length > 1 ? 'changed' : told!.concept.category,
      evidence: said.turnsOf.get(told!.key)!.slice(-1),
      isParaphrase,
      askedAtMs,
    }
  })
}

function questionsOnLikes(likes: readonly Exchange[], { id, table, random, said, askedAtMs }: Asking): Question[] {
  return likes.slice(0, LIKES_ASKED).map(({ told }) => ({
    id: `${id}:${told!.key}`,
    text: filled(random.of(table.like.ask), told!.values),
    category: 'preference',
    evidence: said.turnsOf.get(told!.key)!,
    isParaphrase: false,
    askedAtMs,
  }))
}

function shuffled<T>(things: readonly T[], random: Random): T[] {
  const all = [...things]
  for (let last = all.length - 1; last > 0; last--) {
    const other = random.upTo(last)
    ;[all[last], all[other]] = [all[other]!, all[last]!]
  }
  return all
}
