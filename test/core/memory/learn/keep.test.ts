import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { personId, turnId, type PersonId, type TurnId } from '#core/contract/ids.ts'
import { forgottenHashes } from '#core/memory/forgotten.ts'
import { allItems } from '#core/memory/items.ts'
import { factsKind } from '#core/memory/kinds/facts.ts'
import type { Candidate } from '#core/memory/kinds/kind.ts'
import { profileKind } from '#core/memory/kinds/profile.ts'
import { keepCandidates, type Keeping } from '#core/memory/learn/keep.ts'
import { inMemoryOf } from '#core/memory/person-rows.ts'
import { systemClock } from '#machine/clock.ts'
import { openTestDatabase, type TestDatabase } from '../../../kit/database.ts'
import { randomId } from '../../../kit/events.ts'

const MINUTE_MS = 60_000
const FIRST_MS = Date.parse('2030-05-01')
const forgottenKey = Buffer.from('key')

let database: TestDatabase
let person: PersonId
let saidAtMs = FIRST_MS
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  person = personId(randomId)
  await database.store.pool.query('insert into person (id, created_at) values ($1, now())', [person])
})

const about = { confidence: 0.9, origin: 'learnt' } as const
const place = (value: string): Candidate => ({
  ...about,
  kind: 'profile',
  field: 'place',
  value,
  text: `The person lives in ${value}.`,
})
const likes = (value: string, text = `The person likes ${value}.`): Candidate => ({
  ...about,
  kind: 'profile',
  field: 'preference',
  value,
  text,
})
const fact = (text: string): Candidate => ({ ...about, kind: 'fact', text })

/** Each is said a minute after the one before, in a turn of its own. */
async function keeps(candidates: Candidate[], more: Partial<Keeping> = {}) {
  const turn = turnId(randomId)
  saidAtMs += MINUTE_MS
  const keeping = { scope: '', turnId: turn, saidAtMs, at: new Date(saidAtMs), itemsMax: 50, forgottenKey, ...more }
  const kept = await inMemoryOf(database.store.pool, person, (rows) => keepCandidates(rows, candidates, keeping))
  return { turn, kept, outcomes: kept.map(({ outcome }) => outcome) }
}
const items = () => inMemoryOf(database.store.pool, person, allItems)
const current = async () => (await items()).filter((item) => item.supersededBy === undefined).map(({ text }) => text)
/** On the tables, as this person: no other row can be seen or written. */
const query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
  (await inMemoryOf(database.store.pool, person, ({ client }) => client.query<Row>(text, [person, ...values]))).rows
const passage = (turn: TurnId, text = 'x') =>
  query(
    `insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count)
     values ($1, $2, 'c', '', $3, now(), '', 0)`,
    [turn, text],
  )
const hiddenPassages = () =>
  query<{ turn_id: TurnId }>('select turn_id from memory_passage where person_id = $1 and is_superseded')

describe('candidates are merged into what is known', () => {
  test('the same said again is one item, of the turn in which it was said last', async () => {
    await keeps([place('Oslo')])
    const { turn, outcomes } = await keeps([place('oslo')])
    expect(outcomes).toEqual(['same'])
    expect(await items()).toMatchObject([{ number: 1, value: 'Oslo', turnId: turn, saidAtMs }])
  })

  test('a newer place replaces the older one, whose passage is no longer recalled', async () => {
    const { turn } = await keeps([place('Oslo')])
    await passage(turn)
    const { kept } = await keeps([place('Bergen')])
    expect(kept).toMatchObject([{ outcome: 'replaced', number: 2 }])
    expect(await items()).toMatchObject([
      { value: 'Oslo', supersededBy: 2 },
      { value: 'Bergen', number: 2 },
    ])
    expect(await hiddenPassages()).toEqual([{ turn_id: turn }])
  })

  test('what is replaced was perhaps said more than once: no turn that states it is recalled', async () => {
    const { turn: first } = await keeps([place('Oslo')])
    await passage(first, 'hi, I live in Oslo')
    const { turn: second } = await keeps([place('Oslo')])
    await passage(second, 'as I said, my home is in oslo')
    const { turn: other } = await keeps([likes('tea')])
    await passage(other, 'the train to Oslo was late')
    const { turn } = await keeps([place('Bergen')])
    await passage(turn, 'I live in Bergen, no longer in Oslo')
    expect((await hiddenPassages()).map(({ turn_id: id }) => id).toSorted()).toEqual([first, second].toSorted())
  })

  test('what was said earlier does not replace what was said later', async () => {
    await keeps([place('Bergen')])
    expect((await keeps([place('Oslo')], { saidAtMs: FIRST_MS })).outcomes).toEqual(['same'])
    expect(await current()).toEqual(['The person lives in Bergen.'])
  })

  test('a preference that is reversed is replaced, others stay beside each other', async () => {
    await keeps([likes('coffee'), likes('tea')])
    const { outcomes } = await keeps([likes('coffee', 'The person does not like coffee.')])
    expect(outcomes).toEqual(['replaced'])
    expect(await current()).toEqual(['The person likes tea.', 'The person does not like coffee.'])
  })

  test('a favourite is the newest one', async () => {
    await keeps([likes('green', "The person's favourite colour is green.")])
    await keeps([likes('blue', "The person's favourite colour is blue."), likes('jazz')])
    expect(await current()).toEqual(["The person's favourite colour is blue.", 'The person likes jazz.'])
  })

  test('a sentence that says more refines the one that said less, and the reverse changes nothing', async () => {
    await keeps([fact('The person has a garden.')])
    expect((await keeps([fact('The person has a garden with apple trees.')])).outcomes).toEqual(['refined'])
    expect((await keeps([fact('The person has a garden.')])).outcomes).toEqual(['same'])
    expect(await current()).toEqual(['The person has a garden with apple trees.'])
  })

  test('what was told stays beside what is told with more words', async () => {
    const told = (text: string): Candidate => ({ ...fact(text), origin: 'told' })
    await keeps([told('tea')])
    expect((await keeps([told('tea is bad for my dog')])).outcomes).toEqual(['new'])
    expect((await keeps([told('Tea')])).outcomes).toEqual(['same'])
    expect(await current()).toEqual(['tea', 'tea is bad for my dog'])
  })

  test('what is liked no longer is replaced, and the other way round', async () => {
    await keeps([likes('coffee')])
    expect((await keeps([likes('coffee', 'The person does not like coffee.')])).outcomes).toEqual(['replaced'])
    expect(await current()).toEqual(['The person does not like coffee.'])
    expect((await keeps([likes('coffee')])).outcomes).toEqual(['replaced'])
    expect(await current()).toEqual(['The person likes coffee.'])
  })

  test('scopes are apart: a group and a private chat know nothing of each other', async () => {
    await keeps([place('Oslo')])
    expect((await keeps([place('Bergen')], { scope: 'group' })).outcomes).toEqual(['new'])
    expect(await current()).toHaveLength(2)
  })

  test('what was forgotten is not learnt anew, but is kept when the person asks for it', async () => {
    const [hash] = forgottenHashes(forgottenKey, place('Oslo'))
    await query('insert into memory_forgotten (person_id, hash) values ($1, $2)', [hash])
    expect((await keeps([place('OSLO'), likes('tea')])).outcomes).toEqual(['new'])
    expect(await current()).toEqual(['The person likes tea.'])
    expect((await keeps([{ ...place('Oslo'), origin: 'told' }])).outcomes).toEqual(['new'])
    expect((await keeps([place('Oslo')])).outcomes).toEqual(['same'])
  })

  test('beyond the limit learnt facts are dropped first, the oldest before others; told ones and the profile stay', async () => {
    await keeps([place('Oslo'), { ...fact('The person has a told boat.'), origin: 'told' }])
    for (const word of ['apples', 'boots', 'candles', 'drums']) {
      await keeps([fact(`The person collects ${word}.`)], { itemsMax: 4 })
    }
    expect(await current()).toEqual([
      'The person lives in Oslo.',
      'The person has a told boat.',
      'The person collects candles.',
      'The person collects drums.',
    ])
  })
})

test('what the person told is not dropped for more: the newest then is not kept', async () => {
  const told = (word: string): Candidate => ({ ...fact(`The person collects ${word}.`), origin: 'told' })
  expect((await keeps([told('apples'), told('boots'), told('candles')], { itemsMax: 2 })).outcomes).toEqual([
    'new',
    'new',
  ])
  expect(await current()).toEqual(['The person collects apples.', 'The person collects boots.'])
})

describe('kinds', () => {
  const deps = { itemsMax: () => 50, forgottenKey, clock: systemClock }
  const profile = profileKind(deps)
  const facts = factsKind({ ...deps, ranked: async () => [] })
  const inMemory = <T>(work: Parameters<typeof inMemoryOf<T>>[2]) => inMemoryOf(database.store.pool, person, work)

  test('a profile is recalled in the order of its fields, whatever was said first', async () => {
    const name: Candidate = { ...place('x'), field: 'name', value: 'Ana', text: "The person's name is Ana." }
    await keeps([likes('tea'), place('Oslo'), name, fact('The person has a boat.')])
    const asked = { text: '', scope: undefined, linesMax: 2, turnsInPrompt: [] }
    const lines = await inMemory((rows) => profile.recall(rows, asked))
    expect(lines.map(({ text }) => text)).toEqual(["The person's name is Ana.", 'The person lives in Oslo.'])
  })

  test('taking a message back forgets what came from it, and what it had superseded holds again', async () => {
    const { turn: oslo } = await keeps([place('Oslo')])
    await passage(oslo)
    const { turn } = await keeps([place('Bergen'), fact('The person has a boat.')])
    expect(await inMemory((rows) => profile.forget(rows, [turn]))).toBe(1)
    expect(await inMemory((rows) => facts.forget(rows, [turn]))).toBe(1)
    expect(await current()).toEqual(['The person lives in Oslo.'])
    expect(await hiddenPassages()).toEqual([])
  })

  test('an export holds the items of its kinds', async () => {
    await keeps([place('Oslo'), fact('The person has a boat.')])
    expect(await inMemory((rows) => profile.export(rows))).toMatchObject([{ text: 'The person lives in Oslo.' }])
    expect(await inMemory((rows) => facts.export(rows))).toMatchObject([{ text: 'The person has a boat.' }])
  })
})
