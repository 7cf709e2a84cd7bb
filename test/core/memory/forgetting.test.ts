import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConversationId, TurnId } from '#core/contract/ids.ts'
import type { MemoryItem } from '#core/contract/memory.ts'
import { pastTurns } from '#core/conversation/past-turns.ts'
import { editItem } from '#core/memory/editing.ts'
import { forgetAll, forgetItems, forgetMatching } from '#core/memory/forgetting.ts'
import { addItem, allItems, currentItems, supersedeItems } from '#core/memory/items.ts'
import { lockMemory, switchPrivate } from '#core/memory/state.ts'
import { asTsvector, searchTerms } from '#core/memory/terms.ts'
import { ofPerson, type PersonRows } from '#core/memory/person-rows.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { personWithTurns } from './person-with-turns.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const hashesOf = ({ text }: Pick<MemoryItem, 'text'>) => [createHash('sha256').update(text).digest()]
const deps = { hashesOf }

const PASSAGES = ofPerson('test-passages', 'select text from memory_passage where person_id = $1 order by text')
const HASHES = ofPerson('test-hashes', 'select hash from memory_forgotten where person_id = $1')
const VECTORS = ofPerson('test-vectors', 'select ref from memory_vector where person_id = $1 order by ref')
const ADD_VECTOR = ofPerson(
  'test-add-vector',
  `insert into memory_vector (person_id, ref, model, dimensions, vector) values ($1, $2, 'm', 1, '\\x00')`,
)

const TERMS = ofPerson('test-terms', 'select terms::text from memory_passage where person_id = $1')
const SET_TERMS = ofPerson(
  'test-set-terms',
  'update memory_passage set terms = $3::tsvector where person_id = $1 and turn_id = $2',
)

const passagesIn = async (rows: PersonRows) => (await rows.query<{ text: string }>(PASSAGES)).map(({ text }) => text)
const textsIn = async (rows: PersonRows) => (await allItems(rows)).map(({ text }) => text)

test.each(['forgetting', 'the end of /private'])(
  '%s waits for learning that is being stored, without a deadlock',
  async (which) => {
    const ana = await personWithTurns(database.store)
    const number = await ana.knows({ text: 'The person likes tea.' })
    const turn = await ana.says('I like tea', { learning: 'pending' })
    const { pool } = database.store
    const { person, conversation } = ana
    if (which !== 'forgetting') await switchPrivate(pool, { person, conversation, isPrivate: true })
    let waiting: Promise<unknown> = Promise.resolve()
    await ana.inMemory(async ({ client }) => {
      await lockMemory(client, person)
      waiting =
        which === 'forgetting'
          ? ana.inMemory((rows) => forgetItems(rows, [number], deps))
          : switchPrivate(pool, { person, conversation, isPrivate: false })
      await expect.poll(async () => (await pool.query(WAITING)).rowCount, { interval: 10 }).toBe(1)
      // As learning does next.
      await client.query('select from turn where id = $1 for no key update', [turn])
    })
    await waiting
    expect(await ana.inMemory(textsIn)).toEqual(which === 'forgetting' ? [] : ['The person likes tea.'])
  },
)

const WAITING = `
  select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

describe('forgetting an item', () => {
  test('takes its turn and all turns that tell the same out of recall and later prompts', async () => {
    const ana = await personWithTurns(database.store)
    const turnId = await ana.says('I live in Oslo')
    await ana.says('It rains in Oslo today', { answer: 'Take an umbrella.' })
    await ana.says('where do I live?', { answer: 'You live in Oslo.' })
    await ana.says('I like tea')
    const place = await ana.knows({
      kind: 'profile',
      field: 'place',
      value: 'Oslo',
      text: 'The person lives in Oslo.',
      turnId,
    })
    await ana.knows({ text: 'The person likes tea.' })
    await ana.inMemory(async (rows) => {
      for (const ref of [`item:${place}`, 'item:2', `turn:${turnId}`]) await rows.query(ADD_VECTOR, [ref])
    })

    const forgotten = await ana.inMemory((rows) => forgetItems(rows, [place], deps))
    expect(forgotten).toEqual({ numbers: [place], messages: 3, conversations: [ana.conversation] })
    await ana.inMemory(async (rows) => {
      expect(await textsIn(rows)).toEqual(['The person likes tea.'])
      expect(await passagesIn(rows)).toEqual(['I like tea'])
      expect(await rows.query(VECTORS)).toEqual([{ ref: 'item:2' }])
      expect(await rows.query(HASHES)).toEqual([{ hash: hashesOf({ text: 'The person lives in Oslo.' })[0] }])
    })
    const past = await pastTurns(database.store, { ...ana, turnsMax: 40 })
    expect(past.map(({ asked }) => asked)).toEqual(['I like tea'])
  })

  test('takes its words out of the index of the next passage, which is also found by them', async () => {
    const ana = await personWithTurns(database.store)
    await ana.says('my cat is called Saffron')
    const next = await ana.says('my dog is called Rex')
    await ana.inMemory(async (rows) => {
      const terms = asTsvector(searchTerms('my dog is called Rex my cat is called Saffron'))
      await rows.query(SET_TERMS, [next, terms])
      await forgetMatching(rows, 'Saffron', deps)
      const [passage] = await rows.query<{ terms: string }>(TERMS)
      expect(passage?.terms).toMatch(/called.*dog.*rex/)
      expect(passage?.terms).not.toMatch(/cat|saffron/)
    })
  })

  test('takes what it had superseded with it, and not what had superseded it', async () => {
    const ana = await personWithTurns(database.store)
    const places = ['Bergen', 'Oslo', 'Rome']
    for (const value of places)
      await ana.knows({ kind: 'profile', field: 'place', value, text: `The person lives in ${value}.` })
    await ana.inMemory(async (rows) => {
      await supersedeItems(rows, { numbers: [1], by: 2, at: new Date() })
      await supersedeItems(rows, { numbers: [2], by: 3, at: new Date() })
      expect((await forgetItems(rows, [2], deps)).numbers.toSorted()).toEqual([1, 2])
      expect(await textsIn(rows)).toEqual(['The person lives in Rome.'])
    })
  })

  test('may be repeated, passes over numbers that are not there, and never gives a number again', async () => {
    const ana = await personWithTurns(database.store)
    const number = await ana.knows({ text: 'The person likes tea.' })
    await ana.inMemory((rows) => forgetItems(rows, [number, 99], deps))
    const again = await ana.inMemory((rows) => forgetItems(rows, [number, 99], deps))
    expect(again).toEqual({ numbers: [], messages: 0, conversations: [] })
    expect(await ana.knows({ text: 'The person likes coffee.' })).toBe(number + 1)
  })

  test('while an answer is being written: that turn is in no later prompt, and nothing is learnt from it', async () => {
    const ana = await personWithTurns(database.store)
    const number = await ana.knows({
      kind: 'profile',
      field: 'place',
      value: 'Oslo',
      text: 'The person lives in Oslo.',
    })
    const running = await ana.says('where do I live?', { state: 'running', answer: '' })
    const unlearnt = await ana.says('Oslo is where I live', { learning: 'pending' })
    await ana.inMemory((rows) => forgetItems(rows, [number], deps))
    const { rows } = await database.store.pool.query(
      'select id, learning, out_of_history from turn where id = any($1)',
      [[running, unlearnt]],
    )
    expect(rows).toHaveLength(2)
    for (const row of rows) expect(row).toMatchObject({ learning: null, out_of_history: true })
  })

  test("leaves everybody else's memory as it is", async () => {
    const [ana, ben] = [await personWithTurns(database.store), await personWithTurns(database.store)]
    for (const each of [ana, ben]) {
      await each.says('I live in Oslo')
      await each.knows({ kind: 'profile', field: 'place', value: 'Oslo', text: 'The person lives in Oslo.' })
    }
    await ana.inMemory((rows) => forgetItems(rows, [1], deps))
    await ana.inMemory((rows) => forgetAll(rows, deps))
    expect(await ben.inMemory(textsIn)).toEqual(['The person lives in Oslo.'])
    expect(await ben.inMemory(passagesIn)).toEqual(['I live in Oslo'])
    expect(await ben.history()).toEqual(['I live in Oslo'])
  })
})

describe('forgetting by words', () => {
  const withTwo = async () => {
    const ana = await personWithTurns(database.store)
    await ana.says('I live in Oslo')
    await ana.says('my sister works in Oslo')
    await ana.says('my PIN is 4417')
    await ana.knows({ kind: 'profile', field: 'place', value: 'Oslo', text: 'The person lives in Oslo.' })
    await ana.knows({ text: 'The sister of the person works in Oslo.' })
    return ana
  }

  test('forgets the one item that says all of them', async () => {
    const ana = await withTwo()
    const matched = await ana.inMemory((rows) => forgetMatching(rows, 'sister OSLO', deps))
    expect(matched).toMatchObject({ type: 'forgotten', numbers: [2] })
    expect(await ana.inMemory(textsIn)).toEqual(['The person lives in Oslo.'])
    expect(await ana.history()).not.toContain('my sister works in Oslo')
  })

  test('names several, and forgets none of them', async () => {
    const ana = await withTwo()
    const matched = await ana.inMemory((rows) => forgetMatching(rows, 'Oslo', deps))
    expect(matched).toMatchObject({ type: 'several', items: [{ number: 1 }, { number: 2 }] })
    expect(await ana.inMemory(textsIn)).toHaveLength(2)
    expect(await ana.history()).toHaveLength(3)
  })

  test('forgets turns that no item came from', async () => {
    const ana = await withTwo()
    const matched = await ana.inMemory((rows) => forgetMatching(rows, '4417', deps))
    expect(matched).toMatchObject({ type: 'forgotten', numbers: [], messages: 1 })
    expect(await ana.history()).toEqual(['I live in Oslo', 'my sister works in Oslo'])
    expect(await ana.inMemory(passagesIn)).not.toContain('my PIN is 4417')
  })

  test('names what is similar where nothing says all of them, and finds nothing in signs or strange words', async () => {
    const ana = await withTwo()
    const similar = await ana.inMemory((rows) => forgetMatching(rows, 'sister in Bergen', deps))
    expect(similar).toMatchObject({ type: 'several' })
    expect(await ana.inMemory(textsIn)).toHaveLength(2)
    for (const text of ['Timbuktu', '!?', '🙂', "'; drop table turn; --"])
      expect(await ana.inMemory((rows) => forgetMatching(rows, text, deps))).toEqual({ type: 'nothing' })
  })
})

test('forgetting all leaves nothing in memory or in later prompts, keeps hashes, and numbers go on', async () => {
  const ana = await personWithTurns(database.store)
  await ana.says('I live in Oslo')
  await ana.knows({ text: 'The person lives in Oslo.' })
  await ana.knows({ text: 'The person likes tea.' })
  await ana.inMemory(async (rows) => {
    await rows.query(ADD_VECTOR, ['item:1'])
    expect((await forgetAll(rows, deps)).numbers).toEqual([1, 2])
    expect([await textsIn(rows), await passagesIn(rows), await rows.query(VECTORS)]).toEqual([[], [], []])
    expect(await rows.query(HASHES)).toHaveLength(2)
  })
  expect(await ana.history()).toEqual([])
  expect(await ana.knows({ text: 'The person likes coffee.' })).toBe(3)
})

describe('forgetting in a large memory', () => {
  const manyItems = (ana: Awaited<ReturnType<typeof personWithTurns>>, count: number) =>
    ana.inMemory(async (rows) => {
      const about = { kind: 'fact', scope: '', origin: 'told', confidence: 1, saidAtMs: 0 } as const
      for (let index = 0; index < count; index += 1)
        await addItem(rows, { ...about, text: `I like w${index} and x${index} with y${index}` }, new Date())
    })
  const took = async (work: () => Promise<unknown>) => {
    const startMs = performance.now()
    await work()
    return performance.now() - startMs
  }

  test('by a text of many words takes a moment', async () => {
    const ana = await personWithTurns(database.store)
    await manyItems(ana, 300)
    const text = Array.from({ length: 700 }, (_, index) => `q${index}`).join(' ')
    expect(await took(() => ana.inMemory((rows) => forgetMatching(rows, text, deps)))).toBeLessThan(1_000)
  })

  test('by many numbers reads each turn once', async () => {
    const ana = await personWithTurns(database.store)
    await manyItems(ana, 300)
    for (let index = 0; index < 100; index += 1) await ana.says(`w${index} ${'one of many words '.repeat(20)}`)
    const numbers = Array.from({ length: 300 }, (_, index) => index + 1)
    const work = () => ana.inMemory((rows) => forgetItems(rows, numbers, deps))
    expect(await took(work)).toBeLessThan(2_500)
    expect(await ana.inMemory(allItems)).toEqual([])
  })
})

describe('editing an item', () => {
  const at = new Date('2026-11-28T12:00:00Z')

  test('keeps its number, and what it said before leaves recall and later prompts', async () => {
    const ana = await personWithTurns(database.store)
    const turnId = await ana.says('I live in Oslo')
    await ana.says('I like tea')
    const number = await ana.knows({
      kind: 'profile',
      field: 'place',
      value: 'Oslo',
      text: 'The person lives in Oslo.',
      turnId,
    })
    const change = { number, text: 'I live in Bergen', scope: '', turnId: 'edit' as TurnId, at }
    expect(await ana.inMemory((rows) => editItem(rows, change))).toMatchObject({ number, text: 'I live in Bergen' })
    await ana.inMemory(async (rows) => {
      const [item] = await allItems(rows)
      expect(item).toMatchObject({ number, field: 'place', origin: 'told', text: 'I live in Bergen', turnId: 'edit' })
      expect(item).not.toHaveProperty('value')
      expect(await passagesIn(rows)).toEqual(['I like tea'])
      // Repeated after a crash.
      expect(await editItem(rows, change)).toMatchObject({ number, text: 'I live in Bergen' })
    })
    expect(await ana.history()).toEqual(['I like tea'])
  })

  test('takes the scope of the chat in which its new words are said', async () => {
    const ana = await personWithTurns(database.store)
    const group = 'telegram:bot:-100' as ConversationId
    const number = await ana.knows({ text: 'I like tea', scope: group })
    const change = { number, text: 'I like my doctor', scope: '', turnId: 'edit' as TurnId, at }
    expect(await ana.inMemory((rows) => editItem(rows, change))).toMatchObject({ scope: '' })
    expect(await ana.inMemory((rows) => currentItems(rows, group))).toEqual([])
  })

  test('by two devices at once leaves one of both texts, under the same number', async () => {
    const ana = await personWithTurns(database.store)
    const number = await ana.knows({ text: 'The person likes tea.' })
    const texts = ['I like coffee', 'I like cocoa']
    await Promise.all(
      texts.map((text) =>
        ana.inMemory((rows) => editItem(rows, { number, text, scope: '', turnId: `edit ${text}` as TurnId, at })),
      ),
    )
    const items = await ana.inMemory(allItems)
    expect(items.map((item) => item.number)).toEqual([number])
    expect(texts).toContain(items[0]?.text)
  })

  test('of a number that is not there, or that was superseded, changes nothing', async () => {
    const ana = await personWithTurns(database.store)
    await ana.knows({ text: 'The person likes tea.' })
    await ana.knows({ text: 'The person likes coffee.' })
    await ana.inMemory(async (rows) => {
      await supersedeItems(rows, { numbers: [1], by: 2, at })
      for (const number of [1, 3])
        expect(await editItem(rows, { number, text: 'x', scope: '', turnId: 'edit' as TurnId, at })).toBeUndefined()
      expect(await textsIn(rows)).toEqual(['The person likes tea.', 'The person likes coffee.'])
    })
  })
})
