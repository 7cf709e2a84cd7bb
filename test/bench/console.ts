import { Agent, get } from 'node:http'
import { json } from 'node:stream/consumers'
import type pg from 'pg'
import { signedIn } from '../kit/console.ts'
import { hostConsole } from '../kit/console-host.ts'
import { fillWithTurns } from '../kit/many-turns.ts'
import type { Benchmark, Figure, Result } from './benchmark.ts'
import { median, percentile } from './statistics.ts'

const TURNS = 1_000_000
const PEOPLE = 20_000
/** Enough that three slow ones do not make the p95. */
const ROUNDS = 200
const WARM_UP = 5
/** Of what the same question takes as one statement on a connection of its own. */
const RATIO_MAX = 3

export const consoleLists: Benchmark = {
  about: `lists and searches of the console over ${TURNS.toLocaleString('en')} turns of ${PEOPLE.toLocaleString('en')} people, made by SQL: each request of the API, and
  the same question as a bare statement, in turn`,
  run: measured,
}

/** `bare` is the statement that somebody would write by hand for what `path` shows, of as many rows and one more. */
type Question = { readonly name: string; readonly path: (n: number) => string; readonly bare: (n: number) => Bare }
type Bare = { readonly text: string; readonly values: readonly unknown[] }

async function measured(): Promise<Result> {
  const host = await hostConsole()
  try {
    const { pool } = host.database.store
    const started = performance.now()
    await fillWithTurns(pool, { turns: TURNS, people: PEOPLE })
    const filledS = (performance.now() - started) / 1_000
    const operator = await signedIn({ url: host.url, database: pool }, 'owner')
    const figures: Figure[] = []
    const agent = new Agent({ keepAlive: true })
    const ask: Ask = (path) => answerOf(new URL(path, host.url), { agent, headers: { cookie: operator.cookie } })
    for (const question of questions) figures.push(...(await compared(question, { ask, pool })))
    agent.destroy()
    return { figures: [...figures, { name: 'filling the database', value: filledS, unit: 's' }] }
  } finally {
    await host[Symbol.asyncDispose]()
  }
}

type Ask = (path: string) => Promise<Answer>
type Row = { readonly id: string }
type Answer = { readonly status: number | undefined; readonly body: { readonly rows?: readonly Row[] } }

/**
 * On one connection, as a browser asks. Not by `fetch`: between two programs of ten lines it takes 2 ms itself, which is
 * more than the console does, and the bare statement has no such client either.
 */
async function answerOf(url: URL, options: { agent: Agent; headers: Record<string, string> }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, options, (response) => {
      json(response).then((body) => resolve({ status: response.statusCode, body: body as Answer['body'] }), reject)
    }).on('error', reject)
  })
}

async function compared({ name, path, bare }: Question, by: { ask: Ask; pool: pg.Pool }): Promise<Figure[]> {
  const times = { api: [] as number[], sql: [] as number[] }
  for (let n = 0; n < ROUNDS + WARM_UP; n += 1) {
    const { text, values } = bare(n)
    const api = await timed(() => by.ask(path(n)))
    const sql = await timed(() => by.pool.query<Row>(text, [...values]))
    requireSame(path(n), api.result, sql.result.rows)
    if (n < WARM_UP) continue
    times.api.push(api.ms)
    times.sql.push(sql.ms)
  }
  const [api, sql] = [percentile(times.api, 0.95), percentile(times.sql, 0.95)]
  return [
    { name: `${name}: p95`, value: api, unit: 'ms' },
    { name: '  p50', value: median(times.api), unit: 'ms' },
    { name: '  p95 beside bare SQL', value: api / sql, unit: '×', target: { atMost: RATIO_MAX } },
  ]
}

/** Both have found the same, and something. */
function requireSame(path: string, { status, body: { rows = [] } }: Answer, bare: readonly Row[]): void {
  const [shown, found] = [rows, bare.slice(0, rows.length)].map((of) => of.map(({ id }) => id).join(' '))
  const isWhole = bare.length - rows.length === 1 || bare.length === rows.length
  if (status !== 200 || rows.length === 0 || shown !== found || !isWhole)
    throw new Error(`${path}: ${status}, ${rows.length} rows beside ${bare.length}: ${shown}; ${found}`.slice(0, 500))
}

async function timed<Result>(act: () => Promise<Result>): Promise<{ ms: number; result: Result }> {
  const started = performance.now()
  const result = await act()
  return { ms: performance.now() - started, result }
}

const person = (n: number) => `p${1 + ((n * 7_919) % PEOPLE)}`
/** One of `fillWithTurns`. */
const wordOf = (n: number) => 7 + 10 * (n % 99)
const conversationOf = (n: number) => `telegram:1:${person(n).slice(1)}`
const COLUMNS = `c.id, c.account, c.chat, c.take_over is not null as is_taken_over, t.number, t.person_id, t.state, t.asked ->> 'text' as asked,
  t.answer, t.steps, t.started_at, t.finished_at, (select i.display_name from identity i where i.person_id = t.person_id
    order by starts_with(i.id, c.account || ':') desc, i.created_at desc limit 1) as name`

const questions: readonly Question[] = [
  {
    name: 'conversations, newest first',
    path: () => '/api/conversations',
    bare: () => ({
      text: `select ${COLUMNS} from (select * from conversation where last_turn_at is not null order by last_turn_at desc limit 51) c
        left join lateral (select * from turn where conversation_id = c.id order by number desc limit 1) t on true`,
      values: [],
    }),
  },
  {
    name: 'conversations of a person by name',
    path: (n) => `/api/conversations?person=${encodeURIComponent(`Person ${person(n).slice(1)} of`)}`,
    bare: (n) => ({
      text: `select ${COLUMNS} from conversation c
        join lateral (select * from turn where conversation_id = c.id order by number desc limit 1) t on true
        where c.id in (select conversation_id from turn where person_id in (
          select person_id from identity where lower(display_name) like $1)) order by c.last_turn_at desc limit 51`,
      values: [`%person ${person(n).slice(1)} of%`],
    }),
  },
  {
    name: 'turns that were blocked',
    path: () => '/api/conversations?outcome=blocked',
    bare: () => ({
      text: `select ${COLUMNS} from turn t join conversation c on c.id = t.conversation_id
        where t.state = 'blocked' order by t.finished_at desc limit 51`,
      values: [],
    }),
  },
  {
    name: 'a search for words',
    path: (n) => `/api/conversations?text=${encodeURIComponent(`word ${wordOf(n)} of`)}`,
    bare: (n) => ({
      text: `select ${COLUMNS} from (select * from turn where finished_at is not null order by finished_at desc limit 40000) t
        join conversation c on c.id = t.conversation_id
        where lower(t.asked ->> 'text') like $1 or lower(t.answer) like $1 order by t.finished_at desc limit 51`,
      values: [`%word ${wordOf(n)} of%`],
    }),
  },
  {
    name: 'the turns of a conversation, with all about them',
    path: (n) => `/api/conversations/${encodeURIComponent(conversationOf(n))}/turns`,
    bare: (n) => ({
      text: `select t.*, (select jsonb_agg(v) from verdict v where v.turn_id = t.id) as verdicts,
          (select jsonb_agg(o) from outbox o where o.turn_id = t.id) as replies,
          (select jsonb_agg(e.body) from event e where e.turn_id = t.id) as events,
          (select jsonb_agg(f) from feedback f where f.turn_id = t.id) as feedback
        from turn t where t.conversation_id = $1 order by t.number desc limit 16`,
      values: [conversationOf(n)],
    }),
  },
]
