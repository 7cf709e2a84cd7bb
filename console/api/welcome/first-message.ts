import { platformIn, type AccountId } from '#core/contract/ids.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { StepsForm } from '../forms/conversations.ts'
import type { WelcomeForm } from '../forms/welcome.ts'

type First = NonNullable<WelcomeForm['first']>

/** Since there is an account: what came before was not written by whoever sets the service up. */
export async function firstMessage(pool: ConsolePool): Promise<First | undefined> {
  for (const statement of [ANSWERED, WAITING, STOPPED]) {
    const { rows } = await pool.query<Row>(statement)
    if (rows[0] !== undefined) return formOf(rows[0])
  }
  return undefined
}

type Row = {
  readonly account: AccountId
  readonly state: string
  readonly arrived_at: Date
  readonly finished_at: Date | null
  readonly steps: StepsForm | null
}

function formOf({ account, state, arrived_at, finished_at, steps }: Row): First {
  const firstWordsMs = steps?.firstWordsMs
  const arrivedAtMs = arrived_at.getTime()
  return {
    platform: platformIn(account),
    state: isState(state) ? state : 'failed',
    arrivedAtMs,
    ...(firstWordsMs !== undefined && { firstWordsMs }),
    ...(finished_at !== null && { tookMs: finished_at.getTime() - arrivedAtMs }),
  }
}

const isState = (state: string): state is First['state'] => ['arrived', 'answered', 'blocked'].includes(state)

const SINCE = '(select min(created_at) from console_account)'

const finished = (states: string, order: string) => `
  select c.account, t.state, t.finished_at, t.steps,
    coalesce((select min(received_at) from event where turn_id = t.id), t.started_at) as arrived_at
  from turn t join conversation c on c.id = t.conversation_id
  where t.finished_at >= ${SINCE} and t.state in (${states})
  order by t.finished_at ${order} limit 1`

const ANSWERED = finished(`'answered'`, 'asc')
const STOPPED = finished(`'blocked', 'apologised'`, 'desc')
const WAITING = `
  select account, 'arrived' as state, received_at as arrived_at, null as finished_at, null as steps
  from event where state <> 'done' and received_at >= ${SINCE} order by received_at limit 1`
