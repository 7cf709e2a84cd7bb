import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonId, TurnId } from '#core/contract/ids.ts'
import { NOTHING_RECALLED, type Recalled } from '#core/contract/memory.ts'
import { supersedeItems } from '#core/memory/items.ts'
import { episodes } from '#core/memory/kinds/episodes.ts'
import { createMemory, type Memory, type MemoryDeps } from '#core/memory/memory.ts'
import { inMemoryOf } from '#core/memory/person-rows.ts'
import { switchMemory, switchPrivate } from '#core/memory/state.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { DAY_MS, GROUP, never, Remembered, START_MS } from './people.ts'

let database: TestDatabase
let memory: Memory
beforeAll(async () => {
  database = await openTestDatabase()
  memory = memoryWith()
})
afterAll(() => database[Symbol.asyncDispose]())

const memoryWith = (more: Partial<MemoryDeps> = {}) => createMemory({ store: database.store, isEnabled: true, ...more })
const joined = () => new Remembered(database).joins()
const texts = ({ recalled }: Recalled) => recalled.map(({ text }) => text)
const known = ({ profile }: Recalled) => profile.map(({ text }) => text)

const NAME = { kind: 'profile', field: 'name', value: 'Ana', text: 'The person is called Ana.' } as const
const OSLO = { kind: 'profile', field: 'place', value: 'Oslo', text: 'The person lives in Oslo.' } as const
const BERGEN = { kind: 'profile', field: 'place', value: 'Bergen', text: 'The person lives in Bergen.' } as const

describe('what is recalled', () => {
  it('has any of the words, the rare ones first', async () => {
    const ana = await joined()
    for (const thing of ['bread', 'milk', 'tea', 'rice']) await ana.said(`I bought ${thing} at the market`)
    await ana.said('My bicycle stands behind the market')
    const found = texts(await memory.recall(ana.asks('did I leave the bicycle at the market?'), never))
    expect(found[0]).toBe('My bicycle stands behind the market')
    expect(found).toHaveLength(5)
  })

  it('is nothing where no word is the same, and where nothing was asked', async () => {
    const ana = await joined()
    await ana.said('I bought bread')
    expect(await memory.recall(ana.asks('weather?'), never)).toEqual(NOTHING_RECALLED)
    expect(await memory.recall(ana.asks(''), never)).toEqual(NOTHING_RECALLED)
  })

  it('finds a passage by its day, and by what was typed right before it', async () => {
    const ana = await joined()
    await ana.said('It hurt all night', { before: 'I have been to the dentist', atMs: Date.UTC(2025, 4, 6) })
    expect(texts(await memory.recall(ana.asks('when was I at the dentist?'), never))).toEqual(['It hurt all night'])
    expect(texts(await memory.recall(ana.asks('what was on Tuesday in May?'), never))).toEqual(['It hurt all night'])
  })

  it('has what was stated before what was asked in the same words', async () => {
    const ana = await joined()
    await ana.said('Where does one sell a violin? It is late.')
    await ana.said('Yes. Somebody in Lisbon will sell a violin, and a good bow with it, for little money.')
    await ana.said('How long does it take to sell a violin?')
    const [first] = texts(await memory.recall(ana.asks('sell the violin?'), never))
    expect(first).toContain('Lisbon')
  })

  it('finds a word by its beginning, behind what has the word itself', async () => {
    const ana = await joined()
    await ana.said('The rash is an allergy', { atMs: START_MS })
    await ana.said('The cat is allergic', { atMs: START_MS + 3 * DAY_MS })
    const found = texts(await memory.recall(ana.asks('allergic to what?'), never))
    expect(found).toEqual(['The cat is allergic', 'The rash is an allergy'])
  })

  it('is, where little has the words of a question about oneself, what else was said of oneself', async () => {
    const ana = await joined()
    await ana.said('The tram was late', { atMs: START_MS })
    await ana.said('I listen to jazz, my brother to nothing', { atMs: START_MS + 3 * DAY_MS })
    await ana.said('Do I sing?', { atMs: START_MS + 6 * DAY_MS })
    await ana.said('The tickets are for a concert', { atMs: START_MS + 9 * DAY_MS })
    const ofSelf = 'I listen to jazz, my brother to nothing'
    expect(texts(await memory.recall(ana.asks('which concert would please me?'), never))).toEqual([
      'The tickets are for a concert',
      ofSelf,
    ])
    expect(texts(await memory.recall(ana.asks('is there a concert?'), never))).not.toContain(ofSelf)
    const more = Array.from({ length: 12 }, (_, n) => ana.said(`I went to town ${n}`, { atMs: START_MS + n * DAY_MS }))
    await Promise.all(more)
    expect(texts(await memory.recall(ana.asks('what is my mood?'), never))).toHaveLength(10)
  })

  it('brings what was said right before and after, unless that was another day', async () => {
    const ana = await joined()
    await ana.said('We went up early', { atMs: START_MS })
    await ana.said('The glacier was blue', { atMs: START_MS + 60_000 })
    await ana.said('Then it rained', { atMs: START_MS + 120_000 })
    await ana.said('Soup again', { atMs: START_MS + 3 * DAY_MS })
    const found = texts(await memory.recall(ana.asks('what colour was the glacier?'), never))
    expect(found).toEqual(['The glacier was blue', 'We went up early', 'Then it rained'])
  })

  it('has items and passages in one order', async () => {
    const ana = await joined()
    await ana.said('My violin needs new strings')
    await ana.item({ text: 'The person plays the violin in an orchestra.' })
    const { recalled } = await memory.recall(ana.asks('violin'), never)
    expect(recalled.map(({ ref, as = 'about' }) => `${ref.split(':')[0]} ${as}`).toSorted()).toEqual([
      'item about',
      'turn words',
    ])
  })

  it('is learnt once, however often', async () => {
    const ana = await joined()
    const turnId = await ana.said('My violin is old')
    const again = {
      turnId,
      conversation: GROUP,
      scope: '',
      typed: 'My cello is old',
      saidAtMs: START_MS,
      candidates: [],
    }
    await inMemoryOf(database.store.pool, ana.id, (rows) => episodes.learn(rows, again))
    expect(texts(await memory.recall(ana.asks('what is old?'), never))).toEqual(['My cello is old'])
  })
})

describe('the profile', () => {
  it('is there whatever is asked, always in the same order', async () => {
    const ana = await joined()
    await ana.item({ kind: 'profile', field: 'preference', text: 'The person likes tea.' })
    await ana.item(OSLO)
    await ana.item(NAME)
    const first = await memory.recall(ana.asks('hello'), never)
    expect(known(first)).toEqual([NAME.text, OSLO.text, 'The person likes tea.'])
    expect(known(await memory.recall(ana.asks('tea?'), never))).toEqual(known(first))
  })

  it('says what was told in the words of the person, and an instruction as a wish', async () => {
    const ana = await joined()
    await ana.item({ kind: 'profile', field: 'instruction', text: 'answer in French', origin: 'told' })
    await ana.item({ kind: 'profile', field: 'preference', text: 'I like tea', origin: 'told' })
    const { profile } = await memory.recall(ana.asks('hello'), never)
    expect(profile.map(({ as }) => as)).toEqual(['words', 'wish'])
  })

  it('has the newest value of a field with one value, wherever it was said', async () => {
    const ana = await joined()
    await ana.item({ ...BERGEN, scope: GROUP, saidAtMs: START_MS + DAY_MS })
    await ana.item(OSLO)
    expect(known(await memory.recall(ana.asks('hello'), never))).toEqual([BERGEN.text])
    expect(texts(await memory.recall(ana.asks('Oslo?'), never))).toEqual([])
  })
})

describe('what no longer holds', () => {
  it('is not recalled: neither the item, nor the turn it came from, nor another that says the same', async () => {
    const ana = await joined()
    const turnId = await ana.said('I live in Oslo')
    await ana.said('As I said, I live in Oslo')
    await ana.said('Not far from the opera', { before: 'I live in Oslo' })
    await ana.said('Oslo is lovely in June')
    const old = await ana.item({ ...OSLO, turnId })
    const by = await ana.item({ ...BERGEN, saidAtMs: START_MS + DAY_MS })
    await inMemoryOf(database.store.pool, ana.id, (rows) =>
      supersedeItems(rows, { numbers: [old], by, at: new Date(START_MS + DAY_MS) }),
    )
    const recalled = await memory.recall(ana.asks('do I live in Oslo?'), never)
    expect(texts(recalled).toSorted()).toEqual(['Not far from the opera', 'Oslo is lovely in June', BERGEN.text])
    expect(known(recalled)).toEqual([BERGEN.text])
  })

  it('is not brought as a neighbour either', async () => {
    const ana = await joined()
    const turnId = await ana.said('I work as a baker', { atMs: START_MS })
    await ana.said('The oven was hot', { atMs: START_MS + 1_000 })
    const old = await ana.item({ text: 'The person works as a baker.', turnId })
    const by = await ana.item({ text: 'The person works as a nurse.' })
    await inMemoryOf(database.store.pool, ana.id, (rows) =>
      supersedeItems(rows, { numbers: [old], by, at: new Date(START_MS) }),
    )
    expect(texts(await memory.recall(ana.asks('was the oven hot?'), never))).toEqual(['The oven was hot'])
  })
})

describe('a group', () => {
  it('recalls what this person said there, and nothing else', async () => {
    const ana = await joined()
    await ana.item(NAME)
    await ana.said('My salary is low')
    await ana.said('My boat is in the harbour', { scope: GROUP })
    await ana.item({ kind: 'profile', field: 'people', text: 'The person has a son.', scope: GROUP })
    const there = await memory.recall(ana.asks('salary, boat?', 'group'), never)
    expect(texts(there)).toEqual(['My boat is in the harbour'])
    expect(known(there)).toEqual(['The person has a son.'])
    const here = await memory.recall(ana.asks('salary, boat?'), never)
    expect(texts(here).toSorted()).toEqual(['My boat is in the harbour', 'My salary is low'])
  })
})

describe('nothing is recalled', () => {
  let ana: Remembered
  beforeAll(async () => {
    ana = await joined()
    await ana.item(NAME)
  })

  it('where memory is switched off by the operator', async () => {
    expect(await memoryWith({ isEnabled: false }).recall(ana.asks('name?'), never)).toEqual(NOTHING_RECALLED)
  })

  it('for an identity that several people share', async () => {
    const { turn, text } = ana.asks('name?')
    expect(await memory.recall({ text, turn: { ...turn, isShared: true } }, never)).toEqual(NOTHING_RECALLED)
  })

  it('with /memory off, and in the conversation that is private', async () => {
    const { pool } = database.store
    const question = ana.asks('name?')
    const { conversation } = question.turn
    await switchPrivate(pool, { person: ana.id, conversation, isPrivate: true })
    expect(await memory.recall(question, never)).toEqual(NOTHING_RECALLED)
    await switchPrivate(pool, { person: ana.id, conversation, isPrivate: false })
    expect(known(await memory.recall(question, never))).toEqual([NAME.text])
    await switchMemory(pool, ana.id, true)
    expect(await memory.recall(question, never)).toEqual(NOTHING_RECALLED)
  })
})

describe('learning that is under way', () => {
  it('is waited for, half a second at most', async () => {
    const ana = await joined()
    const waits: [PersonId, number][] = []
    const learner = {
      async settled(person: PersonId, { msMax }: { msMax: number }) {
        waits.push([person, msMax])
        await ana.item(NAME)
      },
    }
    expect(known(await memoryWith({ learner }).recall(ana.asks('hello'), never))).toEqual([NAME.text])
    expect(waits).toEqual([[ana.id, 500]])
  })

  it('leaves turns that are recalled as they are, first and once', async () => {
    const ana = await joined()
    await ana.said('Bergen is far away')
    const id = await pendingTurn(ana.id)
    const typedOf = async (_: unknown, { turns }: { turns: readonly TurnId[] }) =>
      new Map(turns.map((turn) => [turn, 'I moved to Bergen']))
    const by = memoryWith({ typedOf })
    const { recalled } = await by.recall(ana.asks('Bergen?'), never)
    expect(recalled.map(({ text }) => text)).toEqual(['I moved to Bergen', 'Bergen is far away'])
    expect(recalled[0]?.ref).toBe(`turn:${id}`)
    expect(texts(await by.recall(ana.asks('Bergen?', 'group'), never))).toEqual([])
  })
})

describe('an embedder', () => {
  const questionVector = async () => ({ model: 'm', values: Float32Array.of(1) })

  it('adds what is near in meaning, without what no longer holds', async () => {
    const ana = await joined()
    const near = await ana.said('My puppy sleeps all day')
    const gone = 'a turn that is gone' as TurnId
    const refs = [`turn:${gone}`, `turn:${near}`].map((ref) => ({ ref: ref as `turn:${TurnId}` }))
    const embedding = { questionVector, nearestIn: async () => refs }
    const found = await memoryWith({ embedding }).recall(ana.asks('which dog do I have?'), never)
    expect(texts(found)).toEqual(['My puppy sleeps all day'])
  })

  it('that has no vector in time leaves recall by words', async () => {
    const ana = await joined()
    await ana.said('My dog is old')
    const embedding = { questionVector: async () => undefined, nearestIn: async () => [] }
    expect(texts(await memoryWith({ embedding }).recall(ana.asks('dog?'), never))).toEqual(['My dog is old'])
  })
})

async function pendingTurn(person: PersonId): Promise<TurnId> {
  const id = `${person} pending` as TurnId
  const { pool } = database.store
  await pool.query(
    `insert into conversation (id, account, chat, created_at) values ($1, 'a', '{}', now()) on conflict do nothing`,
    [`${person} chat`],
  )
  await pool.query(
    `insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, started_at, finished_at,
       learning)
     values ($1, $2, $3, 1, $1, '{"type":"command"}', 'answered', 1, now(), now(), 'pending')`,
    [id, `${person} chat`, person],
  )
  return id
}
