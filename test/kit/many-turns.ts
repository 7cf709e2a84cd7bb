import type pg from 'pg'

type Amount = { readonly turns: number; readonly people: number }

/** Turns made by SQL, as many of each person, three at a time and the last ones now. Every fiftieth was blocked. */
export async function fillWithTurns(pool: pg.Pool, amount: Amount): Promise<void> {
  for (const text of fill(amount)) await untimed(pool, text)
}

/** These take longer than any statement of the service may. */
async function untimed(pool: pg.Pool, text: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout = 0')
    await client.query({ text, query_timeout: 600_000 } as pg.QueryConfig)
  } finally {
    client.release(true)
  }
}

/** The clock of the service has milliseconds. */
const NOW = `date_trunc('milliseconds', now())`

/** Turn `n` is of person `n % people + 1`; of their verdicts only the newest ten are kept. */
const fill = ({ turns, people, each = turns / people }: Amount & { each?: number }) => [
  `insert into person select 'p' || n, now() from generate_series(1, ${people}) n`,
  `insert into identity (id, person_id, display_name, locale, created_at)
   select 'telegram:1:' || n, 'p' || n, 'Person ' || n || ' of many', 'en', now() from generate_series(1, ${people}) n`,
  `insert into conversation (id, account, chat, last_seq, last_turn_number, last_turn_at, created_at)
   select 'telegram:1:' || n, 'telegram:1', jsonb_build_object('id', n::text, 'kind', 'dm'), ${each}, ${each},
     ${NOW} - make_interval(secs => (${people} - n) / 3), now() from generate_series(1, ${people}) n`,
  `insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, answer, hazards, steps,
     started_at, finished_at)
   select 't' || n, 'telegram:1:' || who, 'p' || who, n / ${people} + 1, 'r' || n,
     jsonb_build_object('type', 'message', 'text', 'what about word ' || n % 1000 || ' of the many words here, please?',
       'pictures', '[]'::jsonb, 'others', '[]'::jsonb),
     case when n % 50 = 0 then 'blocked' else 'answered' end, 1,
     case when n % 50 <> 0 then 'An answer with some words in it, number ' || n end,
     case when n % 50 = 0 then '["S10"]'::jsonb end, '{"steps": []}',
     ended, ended
   from generate_series(0, ${turns} - 1) n
     cross join lateral (select n % ${people} + 1 as who, ${NOW} - make_interval(secs => (${turns} - 1 - n) / 3) as ended) w`,
  `insert into verdict (turn_id, person_id, direction, guard, model, policy_version, outcome, hazards, probability,
     took_ms, created_at)
   select id, person_id, 'in', 'llama-guard', 'm', 'v', 'pass', '[]', 0.1, 50, finished_at from turn
   where number > ${each} - 10`,
  'analyze',
]
