import type { Share } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import type { ConversationId, RandomId } from '../contract/ids.ts'
import type { Store } from '../store/store.ts'
import type { Turn, TurnResult } from '../contract/turn.ts'
import { beginTurn, eventsOf, pendingOf, resumeTurn, shareOfEvents, type Claim, type EventRow } from './claimed-turn.ts'
import { finishValues } from './finish.ts'
import type { Ignored } from './pending.ts'
import { planNext } from './plan.ts'
import { statementsOn, type RunStatement } from './run-statement.ts'

export type Step =
  | { readonly type: 'idle' }
  /** What stands at the head may get further parts; look again then. */
  | { readonly type: 'wait'; readonly untilMs: number }
  | { readonly type: 'turn'; readonly turn: Turn }
  /** A turn is due that `admits` refused. */
  | { readonly type: 'not-admitted'; readonly share: Share }
  /** The claim is no longer the newest one. */
  | { readonly type: 'lost' }

export type Mailbox = {
  /** Undefined while a lease on the conversation runs, whoever has it. */
  claim(conversation: ConversationId): Promise<Claim | undefined>
  /**
   * An unfinished turn first, under its ids; otherwise what `planNext` says, ignoring what is to be ignored. A turn that
   * is not admitted is left as it is.
   */
  next(claim: Claim, admits?: (share: Share) => boolean): Promise<Step>
  /**
   * Stores how a turn ended, with its verdicts and its reply, ready to be sent; or puts the messages of a superseded
   * turn back. False when nothing was stored: the claim is no longer the newest, it is stored already, or a superseded
   * turn has been seen in part.
   */
  finish(claim: Claim, turn: Turn, result: TurnResult): Promise<boolean>
  /** Lengthens the lease; false when the claim is no longer the newest. */
  renew(claim: Claim): Promise<boolean>
  release(claim: Claim): Promise<void>
  /** Leaves a turn for the next claim without counting this run against it. */
  handBack(claim: Claim, turn: Turn): Promise<void>
  /** Those of the conversations in which something is not done and nobody is at it. */
  undoneAmong(conversations: readonly ConversationId[]): Promise<ConversationId[]>
}

export type MailboxParts = {
  readonly store: Store
  readonly clock: Clock
  readonly random: RandomId
  /** Names this process among all that claim. */
  readonly owner: string
  readonly leaseMs?: number
}

export function createMailbox({ store, clock, random, owner, leaseMs = LEASE_MS }: MailboxParts): Mailbox {
  const run = statementsOn(store)
  return {
    async claim(conversation) {
      const [row] = await run.rows<Omit<Claim, 'conversation'>>('CLAIM', [conversation, owner, leaseMs])
      return row && { conversation, ...row }
    },
    async next(claim, admits = () => true) {
      for (;;) {
        const rows = await run.rows<EventRow>('READ', [claim.conversation, READ_MAX])
        const id = rows.find((row) => row.turn_id !== null)?.turn_id
        if (id) {
          const taken = rows.filter((row) => row.turn_id === id)
          const share = shareOfEvents(taken.map(pendingOf))
          if (!admits(share)) return { type: 'not-admitted', share }
          return stepOf(await resumeTurn(run, claim, { id, rows: taken }))
        }
        const plan = planNext(rows.map(pendingOf), clock.now())
        if (plan.type === 'idle' || plan.type === 'wait') return plan
        if (plan.type !== 'ignore') {
          const share = shareOfEvents(eventsOf(plan))
          if (!admits(share)) return { type: 'not-admitted', share }
          return stepOf(await beginTurn(run, claim, { plan, random, clock }))
        }
        if (!(await ignore(run, claim, plan.ignored))) return { type: 'lost' }
      }
    },
    finish({ conversation, fence }, turn, { outcome, verdicts }) {
      if (outcome.type === 'superseded') return run.did('SUPERSEDE', [conversation, fence, turn.id])
      const values = finishValues(turn, { outcome, verdicts }, new Date(clock.now()))
      return run.did('FINISH', [conversation, fence, ...values])
    },
    renew: ({ conversation, fence }) => run.did('RENEW', [conversation, fence, leaseMs]),
    async release({ conversation, fence }) {
      await run.did('RELEASE', [conversation, fence])
    },
    async handBack({ conversation, fence }, turn) {
      await run.did('HAND_BACK', [conversation, fence, turn.id])
    },
    async undoneAmong(conversations) {
      const rows = await run.rows<{ id: ConversationId }>('UNDONE_AMONG', [conversations])
      return rows.map((row) => row.id)
    },
  }
}

const LEASE_MS = 3_000
// Several turns' worth, so that an edit or a deletion far behind its message is seen together with it.
const READ_MAX = 120

const stepOf = (turn: Turn | undefined): Step => (turn ? { type: 'turn', turn } : { type: 'lost' })

/** What did not address the bot is forgotten and counted; the rest is kept with its rule. */
function ignore(run: RunStatement, { conversation, fence }: Claim, ignored: readonly Ignored[]): Promise<boolean> {
  const overheard = ignored.filter(({ rule }) => rule === 'not-addressed').map(({ pending }) => pending)
  const kept = ignored.filter(({ rule }) => rule !== 'not-addressed')
  return run.did('IGNORE', [
    conversation,
    fence,
    kept.map(({ pending }) => pending.id),
    kept.map(({ rule }) => rule),
    overheard.map(({ id }) => id),
    overheard.filter(({ event }) => event.type === 'message').length,
  ])
}
