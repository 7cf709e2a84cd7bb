import { randomFrom } from '../../core/random.ts'
import type { EvaluationSet, SetPerson } from '../set.ts'
import { languageTables } from './all.ts'
import { questionsApart, questionsOf, questionsOnLikes } from './asked.ts'
import { CONCEPTS, conceptNames } from './concepts.ts'
import { noiseOf } from './noise.ts'
import { DAY_MS, FIRST_DAY_MS, inOrder } from './said.ts'
import type { Random } from './shuffled.ts'
import { atAnyDay, likesOf, storyOf } from './story.ts'

/** Half of the people write English. */
const LANGUAGES = ['en', 'es', 'en', 'de', 'en', 'fr'] as const
const DAYS_MIN = 30
const DAYS_MAX = 60
/** Share of concepts that one person tells, beside those that everybody tells. */
const TOLD_SHARE = 0.8
/** Turns of each person that tell nothing: so many that most questions share words with more than ten turns. */
const NOISE_TURNS = 150
const SENTENCES_MIN = 1
const SENTENCES_MAX = 4
/** Every fifth person tells many more likes than a profile holds. */
const TALKATIVE_EVERY = 5
/** So that no two people of two seeds are the same. */
const SEEDS_APART = 10_007

/** The same set for the same seed: who they are, what they tell on which day, and what they are asked at the end. */
export function generate({ seed, people }: { seed: number; people: number }): EvaluationSet {
  return {
    name: `own set, seed ${seed}, ${people} people`,
    people: Array.from({ length: people }, (_, index) => personOf(index, randomFrom(seed * SEEDS_APART + index))),
  }
}

function personOf(index: number, random: Random): SetPerson {
  const id = `p${index + 1}`
  const table = languageTables[LANGUAGES[index % LANGUAGES.length]!]
  const days = DAYS_MIN + random.upTo(DAYS_MAX - DAYS_MIN)
  const teller = { table, random, days }
  const chosen = conceptNames.filter((name) => 'isCommon' in CONCEPTS[name] || random.next() < TOLD_SHARE)
  const story = chosen.map((name) => storyOf(name, teller))
  const likes = index % TALKATIVE_EVERY === TALKATIVE_EVERY - 1 ? likesOf(teller) : []
  const tellings = [...story.flatMap((each) => each.tellings), ...likes]
  const noise = Array.from({ length: NOISE_TURNS }, () =>
    atAnyDay(noiseOf(teller, SENTENCES_MIN + random.upTo(SENTENCES_MAX - SENTENCES_MIN)), teller),
  )
  const { turns, items, answers } = inOrder([...tellings, ...noise], { id, random, days })
  const asking = { id, table, random, answers, askedAtMs: FIRST_DAY_MS + (days + 1) * DAY_MS }
  const questions = [
    ...questionsOf(story, asking, index % 2 === 0),
    ...questionsOnLikes(likes, asking),
    ...questionsApart(story, asking),
  ]
  return { id, language: table.code, turns, items, questions }
}
