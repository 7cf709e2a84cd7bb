import type { Clock } from '#machine/clock.ts'
import type { TurnId } from '../contract/ids.ts'
import type { GuardDecision } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

export type Labelling = {
  readonly turn: TurnId
  /** The account of the console. */
  readonly by: string
  /** Of the label that its operator saw; undefined: there was none. */
  readonly seen: string | undefined
}

/** `changed`: somebody else has labelled it meanwhile, or taken the label back. `no-turn`: there is none, or not of this kind. */
export type LabelOutcome = 'done' | 'changed' | 'no-turn'

/** What operators think of verdicts, one label a turn. */
export type GuardLabels = {
  put(labelling: Labelling, label: { decision: GuardDecision; note: string }): Promise<LabelOutcome>
  remove(labelling: Omit<Labelling, 'by'>): Promise<LabelOutcome>
}

export function createGuardLabels({
  store: { pool },
  clock,
}: {
  store: Pick<Store, 'pool'>
  clock: Clock
}): GuardLabels {
  /** Where nothing was changed: why. */
  const outcomeOf = async (count: number | null, turn: TurnId, decision?: GuardDecision): Promise<LabelOutcome> => {
    if (count) return 'done'
    return (await pool.query(OF_TURN, [turn, decision ?? 'missed'])).rowCount ? 'changed' : 'no-turn'
  }
  return {
    async put({ turn, by, seen }, { decision, note }) {
      const values = [turn, decision, note, by, new Date(clock.now()), seen ?? null]
      return outcomeOf((await pool.query(PUT, values)).rowCount, turn, decision)
    },
    async remove({ turn, seen }) {
      return outcomeOf((await pool.query(REMOVE, [turn, seen ?? null])).rowCount, turn)
    },
  }
}

/** The turn of a label: missed can be whatever was answered or blocked; the other decisions are on a block. */
const OF_TURN = `
  select id, person_id from turn where id = $1 and (state = 'blocked' or state = 'answered' and $2::text = 'missed')`

const PUT = `
  with of as (${OF_TURN}), changed as (
    update guard_label set decision = $2, note = $3, by = $4, at = $5, revision = gen_random_uuid()
    from of where turn_id = of.id and revision = $6::text returning turn_id
  ), made as (
    insert into guard_label (turn_id, person_id, decision, note, by, at, revision)
    select id, person_id, $2, $3, $4, $5, gen_random_uuid() from of where $6::text is null
    on conflict (turn_id) do nothing returning turn_id
  )
  select from changed union all select from made`

const REMOVE = 'delete from guard_label where turn_id = $1 and revision = $2'
