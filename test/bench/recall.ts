import { monitorEventLoopDelay } from 'node:perf_hooks'
import type pg from 'pg'
import { accountId, conversationId, type PersonId, type TurnId } from '#core/contract/ids.ts'
import { createMemory, type Memory } from '#core/memory/memory.ts'
import { passageTerms } from '#core/memory/kinds/passage-terms.ts'
import { asTsvector, searchTerms } from '#core/memory/terms.ts'
import { randomFrom } from '../core/random.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import type { Benchmark, Result } from './benchmark.ts'
import { median, percentile } from './statistics.ts'

const PASSAGES = 200
const ITEMS = 30
const FEW_PEOPLE = 50
const MANY_PEOPLE = 5_000
/** One more person, who has written as much as few others. */
const TALKER_PASSAGES = 10_000
const RECALLS = 400
const TALKER_RECALLS = 40
const WARM_UP = 40

export const recall: Benchmark = {
  about: `one recall, as a turn makes it, without an embedder: profile, items and passages of one person, read and ranked
  in Postgres; ${MANY_PEOPLE} people with ${PASSAGES} passages and ${ITEMS} items each, and ${FEW_PEOPLE} in a database of their own, asked in turn`,
  run: measured,
}

async function measured(): Promise<Result> {
  const few = await openTestDatabase()
  const many = await openTestDatabase()
  try {
    return await measuredIn(few, many)
  } finally {
    await many[Symbol.asyncDispose]()
    await few[Symbol.asyncDispose]()
  }
}

async function measuredIn(few: TestDatabase, many: TestDatabase): Promise<Result> {
  await filled(few.store.pool, FEW_PEOPLE)
  const started = performance.now()
  const bytes = await filled(many.store.pool, MANY_PEOPLE)
  const filledMs = performance.now() - started
  const [fromFew, fromMany] = [few, many].map(({ store }) => createMemory({ store, isEnabled: true })) as [
    Memory,
    Memory,
  ]
  const random = randomFrom(11)
  const one = (memory: Memory, people: number) =>
    timed(memory, person(1 + random.upTo(people - 1)), questionFrom(random))
  const times = { few: [] as number[], many: [] as number[], talker: [] as number[] }
  for (let n = 0; n < WARM_UP; n++) await one(n % 2 === 0 ? fromFew : fromMany, FEW_PEOPLE)
  for (let n = 0; n < RECALLS; n++) {
    times.few.push(await one(fromFew, FEW_PEOPLE))
    times.many.push(await one(fromMany, MANY_PEOPLE))
  }
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (let n = 0; n < TALKER_RECALLS; n++) times.talker.push(await timed(fromMany, TALKER, questionFrom(random)))
  delay.disable()
  const ms = (name: string, value: number, atMost?: number) => ({
    name,
    value,
    unit: 'ms' as const,
    ...(atMost !== undefined && { target: { atMost } }),
  })
  return {
    figures: [
      ms(`p50, ${thousands(MANY_PEOPLE * PASSAGES)} passages`, median(times.many), 10),
      ms('p95', percentile(times.many, 0.95)),
      ms(`p50, ${thousands(FEW_PEOPLE * PASSAGES)} passages`, median(times.few)),
      {
        name: 'p50 of the larger / the smaller',
        value: median(times.many) / median(times.few),
        unit: '×',
        target: { atMost: 1.5 },
      },
      ms(`p50, one person with ${thousands(TALKER_PASSAGES)} passages`, median(times.talker), 50),
      ms('  longest time that the event loop waited meanwhile', delay.max / 1e6),
      { name: 'filling the larger database', value: filledMs / 1_000, unit: 's' },
      { name: '  passages with their indexes', value: bytes / 1e6, unit: 'MB' },
    ],
  }
}

const thousands = (count: number) => count.toLocaleString('en')
const person = (number: number) => `p${number}` as PersonId
const TALKER = 'talker' as PersonId

async function timed(memory: Memory, who: PersonId, text: string): Promise<number> {
  const conversation = conversationId(accountId('telegram', '1'), who)
  const turn = { id: 'asking' as TurnId, person: who, conversation, chat: { kind: 'dm', id: who } as const }
  const started = performance.now()
  const { recalled } = await memory.recall({ turn, text }, AbortSignal.timeout(60_000))
  const took = performance.now() - started
  if (recalled.length === 0) throw new Error(`Nothing was recalled for "${text}".`)
  return took
}

const THINGS =
  `dog cat sister brother mother office garden bicycle piano guitar kitchen train flight dentist passport recipe pasta soup
  coffee bread river mountain beach museum concert film novel football tennis doctor meeting project deadline birthday
  wedding holiday rent budget laptop phone camera painting allergy peanut tomato spider winter summer snow storm
  neighbour friend teacher school exam thesis interview boss salary violin glacier harbour lighthouse market`.split(
    /\s+/,
  )
const DEEDS =
  'went to,talked about,forgot,bought,sold,repaired,painted,visited,cancelled,planned,enjoyed,hated,called,lost,found,cleaned,watched'.split(
    ',',
  )
type Random = ReturnType<typeof randomFrom>

const questionFrom = (random: Random) =>
  `what did I say about the ${random.of(THINGS)} and the ${random.of(THINGS)}, when I ${random.of(DEEDS)} a ${random.of(THINGS)}?`

const sentenceFrom = (random: Random) =>
  `Yesterday I ${random.of(DEEDS)} the ${random.of(THINGS)} with my ${random.of(THINGS)}, then we ${random.of(DEEDS)} a ${random.of(THINGS)} near the ${random.of(THINGS)}`

const TEXTS = 20_000
/** Rows of a statement, which may take ten seconds. */
const ROWS_AT_ONCE = 50_000
const HOUR_MS = 3_600_000

/** Everybody's passages lie among everybody else's, as over the years. Returns the bytes of the passages. */
async function filled(pool: pg.Pool, people: number): Promise<number> {
  // For rows of many people in one statement; only here.
  const client = await pool.connect()
  try {
    for (const table of ['memory_passage', 'memory_item'])
      await client.query(`alter table ${table} no force row level security`)
    await client.query(`insert into person (id, created_at) select 'p' || n, now() from generate_series(1, $1) n`, [
      people,
    ])
    await client.query(`insert into person (id, created_at) values ($1, now())`, [TALKER])
    await storeTexts(client)
    const rounds = Math.max(1, Math.floor(ROWS_AT_ONCE / people))
    for (let first = 0; first < PASSAGES; first += rounds)
      await client.query(PASSAGE_ROWS, [people, first, Math.min(PASSAGES, first + rounds) - 1])
    await client.query(TALKER_ROWS, [TALKER, TALKER_PASSAGES])
    for (let first = 0; first < ITEMS; first += rounds)
      await client.query(ITEM_ROWS, [people, first, Math.min(ITEMS, first + rounds) - 1])
    for (const table of ['memory_passage', 'memory_item'])
      await client.query(`alter table ${table} force row level security`)
    await client.query('set statement_timeout = 0')
    await client.query('vacuum analyze memory_passage, memory_item, person')
    const { rows } = await client.query<{ bytes: number }>(`select pg_total_relation_size('memory_passage') as bytes`)
    return rows[0]?.bytes ?? Number.NaN
  } finally {
    client.release(true)
  }
}

async function storeTexts(client: pg.PoolClient): Promise<void> {
  const random = randomFrom(5)
  const start = Date.UTC(2026, 0, 1)
  const texts = Array.from({ length: TEXTS }, () => sentenceFrom(random))
  const indexed = texts.map((typed, n) =>
    passageTerms({ typed, before: texts[n - 1], saidAtMs: start + (n % 365) * 24 * HOUR_MS }),
  )
  const about = texts.map((text) => asTsvector(searchTerms(text)))
  await client.query(
    'create temp table text_of (id integer primary key, text text, terms tsvector, count integer, about tsvector)',
  )
  await client.query(
    `insert into text_of select id - 1, text, terms::tsvector, count, about::tsvector
     from unnest($1::text[], $2::text[], $3::integer[], $4::text[]) with ordinality as given(text, terms, count, about, id)`,
    [texts, indexed.map(({ terms }) => terms), indexed.map(({ count }) => count), about],
  )
}

const PASSAGE_ROWS = `
  insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count)
  select 'p' || p, substr(md5(p || '-' || n), 1, 22), 'telegram:1:p' || p, '', text,
    timestamptz '2026-01-01' + n * interval '43 hours', terms, count
  from generate_series($2::integer, $3) n cross join generate_series(1, $1::integer) p
  join text_of on id = (n * 7919 + p * 10007) % ${TEXTS}`

const TALKER_ROWS = `
  insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count)
  select $1, substr(md5('talker-' || id), 1, 22), 'telegram:1:talker', '', text,
    timestamptz '2026-01-01' + id * interval '50 minutes', terms, count
  from text_of where id < $2`

const ITEM_ROWS = `
  insert into memory_item (person_id, number, kind, field, text, scope, origin, confidence, said_at, terms, created_at)
  select 'p' || p, n + 1, case when n < 10 then 'profile' else 'fact' end, case when n < 10 then 'preference' end, text, '',
    'learnt', 1, timestamptz '2026-01-01' + n * interval '11 days', about, now()
  from generate_series($2::integer, $3) n cross join generate_series(1, $1::integer) p
  join text_of on id = (n * 6007 + p * 10009) % ${TEXTS}`
