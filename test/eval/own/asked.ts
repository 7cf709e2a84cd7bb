import type { Question } from '../set.ts'
import { CONCEPTS, conceptNames, TOGETHER, togetherNames, type ConceptName } from './concepts.ts'
import { sharedContentWords } from './content-words.ts'
import { filled } from './fill.ts'
import type { LanguageTable } from './language-table.ts'
import type { Said } from './said.ts'
import { shuffled, type Random } from './shuffled.ts'
import type { Story, Telling } from './story.ts'

type Asking = {
  readonly id: string
  readonly table: LanguageTable
  readonly random: Random
  readonly answers: Said['answers']
  readonly askedAtMs: number
}

/** One question on each concept, every second one paraphrased; of what changed, on what holds now. */
export function questionsOf(
  story: readonly Story[],
  { id, table, random, answers, askedAtMs }: Asking,
  isParaphraseFirst: boolean,
): Question[] {
  return shuffled(story, random).map(({ name, tellings }, index) => {
    const telling = tellings.at(-1)!
    const { told } = telling
    const isParaphrase = (index % 2 === 0) === isParaphraseFirst
    const wordings = isParaphrase ? table.concepts[name].paraphrase : directly(name, telling, table)
    return {
      id: `${id}:${name}`,
      text: filled(random.of(wordings), told.values),
      category: tellings.length > 1 ? 'changed' : told.concept.category,
      evidence: [answers.get(told.key)!.id],
      isParaphrase,
      askedAtMs,
    }
  })
}

/** The wordings that share a content word with how it was told. */
function directly(name: ConceptName, { texts, told }: Telling, table: LanguageTable): readonly string[] {
  const said = texts.join('\n')
  return table.concepts[name].ask.filter(
    (text) => sharedContentWords(filled(text, told.values), said, table).length > 0,
  )
}

/** Of the many likes of a person who tells a lot, so many are asked for. */
const LIKES_ASKED = 4

export function questionsOnLikes(
  likes: readonly Telling[],
  { id, table, random, answers, askedAtMs }: Asking,
): Question[] {
  return likes.slice(0, LIKES_ASKED).map(({ told }) => ({
    id: `${id}:${told.key}`,
    text: filled(random.of(table.like.ask), told.values),
    category: told.concept.category,
    evidence: [answers.get(told.key)!.id],
    isParaphrase: false,
    askedAtMs,
  }))
}

/**
 * Questions that a ranking of single turns is not made for: on a month, on several things together, and on what was
 * never told. They are no part of any target.
 */
export function questionsApart(story: readonly Story[], asking: Asking): Question[] {
  return [...onMonths(story, asking), ...onSeveral(story, asking), ...onUnknown(story, asking)].map((question) => ({
    ...question,
    isParaphrase: false,
    isApart: true,
    askedAtMs: asking.askedAtMs,
  }))
}

type Apart = Pick<Question, 'id' | 'category' | 'text' | 'evidence'>

function onMonths(story: readonly Story[], { id, table, answers }: Asking): Apart[] {
  const events = story.filter(({ name }) => CONCEPTS[name].category === 'event')
  const turns = events.flatMap(({ tellings }) => tellings.map(({ told }) => answers.get(told.key)!))
  return [...Map.groupBy(turns, ({ saidAtMs }) => new Date(saidAtMs).getUTCMonth())].map(([month, told]) => ({
    id: `${id}:month-${month + 1}`,
    category: 'a month',
    text: table.inMonth.replace('{month}', monthIn(table, month)),
    evidence: told.map((turn) => turn.id),
  }))
}

const monthIn = ({ code }: LanguageTable, month: number) =>
  new Intl.DateTimeFormat(code, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month, 15))

/** Where all of it was told. */
function onSeveral(story: readonly Story[], { id, table, answers }: Asking): Apart[] {
  const newest = new Map(story.map(({ name, tellings }) => [name, answers.get(tellings.at(-1)!.told.key)!.id]))
  return togetherNames
    .filter((together) => TOGETHER[together].every((name) => newest.has(name)))
    .map((together) => ({
      id: `${id}:${together}`,
      category: 'several',
      text: table.together[together],
      evidence: TOGETHER[together].map((name) => newest.get(name)!),
    }))
}

/** In the words in which it would have been told. */
function onUnknown(story: readonly Story[], { id, table }: Asking): Apart[] {
  const told = new Set(story.map(({ name }) => name))
  return conceptNames
    .filter((name) => !told.has(name))
    .flatMap((name) => {
      const text = table.concepts[name].ask.find((question) => !question.includes('{'))
      return text === undefined ? [] : [{ id: `${id}:no-${name}`, category: 'unknown', text, evidence: [] }]
    })
}
