import type { Share } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { ConversationId, RandomId, TurnId } from '../contract/ids.ts'
import { eventKey, type ChatEvent } from '../contract/message.ts'
import { keepLease, type KeptLease } from '../store/lease.ts'
import { statementsOn } from '../store/statements.ts'
import type { Store } from '../store/store.ts'
import type { Turn, TurnResult } from '../contract/turn.ts'
import { beginTurn, eventsOf, pendingOf, resumeTurn, shareOfEvents, type Claim, type EventRow } from './claimed-turn.ts'
import { finishValues } from './finish.ts'
import { ignore } from './ignore.ts'
import type { PendingEvent } from './pending.ts'
import { planNext } from './plan.ts'
import { stopsJoining, stopsOf } from './stops.ts'
import { statements } from './statements.ts'

export type Step =
  | { readonly type: 'idle' }
  /** The first message may get further parts; to be processed again then. */
  | { readonly type: 'wait'; readonly untilMs: number }
  /** `isStopped`: its asker's stop waits behind it, or somebody has taken the conversation over. */
  | { readonly type: 'turn'; readonly turn: Turn; readonly isStopped: boolean; readonly isTakenOver?: true }
  /** A turn is due that `admits` refused. */
  | { readonly type: 'not-admitted'; readonly share: Share }
  /** The claim is no longer the newest one. */
  | { readonly type: 'lost' }

export type Mailbox = {
  /** Undefined while a lease on the conversation runs, whoever has it. */
  claim(conversation: ConversationId): Promise<Claim | undefined>
  /**
   * An unfinished turn first, under its ids; otherwise what `planNext` says, ignoring what is to be ignored. A turn
   * that is not admitted is left as it is. One that its asker has stopped costs nothing, and is always admitted.
   */
  next(claim: Claim, admits?: Admits): Promise<Step>
  /**
   * Stores how a turn ended, with its verdicts and its reply, ready to be sent; or puts the messages of a superseded
   * turn back. False when nothing was stored: the claim is no longer the newest, it is stored already, or a superseded
   * turn has been seen in part. Also when nothing of the reply was sent and an edit or a deletion of its messages was
   * stored meanwhile, and when somebody has taken the conversation over meanwhile: the next claim puts them back, or ends
   * the turn with what was shown.
   */
  finish(claim: Claim, turn: Turn, result: TurnResult): Promise<boolean>
  /** Whether `finish` released the conversation, since nothing else waited in it. */
  isReleased(claim: Claim): boolean
  /** Renews the lease until its end. */
  keep(claim: Claim, log: Logger): KeptLease
  /** Lengthens the lease; false when the claim is no longer the newest. */
  renew(claim: Claim): Promise<boolean>
  release(claim: Claim): Promise<void>
  /** Leaves a turn for the next claim without counting this run against it. */
  handBack(claim: Claim, turn: Turn): Promise<void>
  /** Those of the conversations in which something is not done and that nobody has claimed. */
  undoneAmong(conversations: readonly ConversationId[]): Promise<ConversationId[]>
}

export type MailboxDeps = {
  readonly store: Store
  readonly clock: Clock
  readonly random: RandomId
  /** Unique for this process among all that claim. */
  readonly owner: string
  readonly leaseMs?: number
  /** How long after a picture the next one of an album may come, in chats where nothing marks an album. */
  readonly albumWaitMs?: (of: Pick<Claim, 'account' | 'chat'>) => number | undefined
  /** Memory is on: what turns say is learnt from. Called after a job for that was stored. */
  readonly wakeLearning?: () => void
  /** Encrypts what was blocked, which is then kept for those who review it. */
  readonly seal?: (turn: TurnId, text: string) => Buffer
}

export function createMailbox({
  store,
  clock,
  random,
  owner,
  leaseMs = LEASE_MS,
  albumWaitMs,
  wakeLearning,
  seal,
}: MailboxDeps): Mailbox {
  const run = statementsOn(store, 'mailbox', statements)
  /** What a claim has read, for its first step. */
  const readWith = new WeakMap<Claim, EventRow[]>()
  const released = new WeakSet<Claim>()
  const read = ({ conversation }: Claim) => run.rows<EventRow>('READ', [conversation, READ_MAX])
  const renew = ({ conversation, fence }: Claim) => run.did('RENEW', [conversation, fence, leaseMs])

  /** Undefined when the mailbox is to be read again: something was ignored. */
  async function stepAmong(rows: readonly EventRow[], claim: Claim, admits: Admits): Promise<Step | undefined> {
    const isTakenOver = rows.some((row) => row.is_taken_over)
    const id = rows.find((row) => row.turn_id !== null)?.turn_id
    if (id) {
      const taken = rows.filter((row) => row.turn_id === id)
      // The model's own turn ends where somebody has taken over; a command goes on.
      const mustEnd = isTakenOver && taken.every(({ body }) => body.type !== 'command')
      // While nothing of its reply was sent, an edit or a deletion that came after a crash still counts.
      const goesBack = mustEnd || isChanged(taken, rows)
      if (goesBack && (await run.did('SUPERSEDE', [claim.conversation, claim.fence, id]))) return undefined
      const share = shareOfEvents(taken.map(pendingOf))
      const isAskedTo = isStopped(taken.map(pendingOf), rows)
      if (!mustEnd && !isAskedTo && !admits(share)) return { type: 'not-admitted', share }
      const step = stepOf(await resumeTurn(run, claim, { id, rows: taken }), rows)
      if (step.type !== 'turn' || !mustEnd) return step
      return { ...step, isStopped: true, isTakenOver: true }
    }
    const here = { albumWaitMs: albumWaitMs?.(claim), isTakenOver }
    const plan = planNext(rows.map(pendingOf), clock.now(), here)
    if (plan.type === 'idle' || plan.type === 'wait') return plan
    if (plan.type === 'ignore') {
      const ignored = await ignore(run, claim, { ignored: plan.ignored, at: new Date(clock.now()) })
      if (ignored?.learns) wakeLearning?.()
      return ignored ? undefined : { type: 'lost' }
    }
    const events = eventsOf(plan)
    const share = shareOfEvents(events)
    const needsPermit = plan.type === 'command-turn' || !isStopped(events, rows)
    if (needsPermit && !admits(share)) return { type: 'not-admitted', share }
    return stepOf(await beginTurn(run, claim, { plan, random, clock }), rows)
  }

  return {
    async claim(conversation) {
      const rows = await run.rows<ClaimRow>('CLAIM', [conversation, owner, leaseMs, READ_MAX])
      const [held] = rows
      if (!held) return undefined
      const { fence, account, chat } = held
      const claim = { conversation, fence, account, chat }
      readWith.set(
        claim,
        rows.filter((row): row is ClaimRow & EventRow => row.id !== null),
      )
      return claim
    },
    async next(claim, admits = () => true) {
      for (;;) {
        const early = readWith.get(claim)
        readWith.delete(claim)
        const rows = early ?? (await read(claim))
        const step = await stepAmong(rows, claim, admits)
        // What was read with the claim may have been changed by an earlier claim since.
        if (step && !(step.type === 'lost' && early)) return step
      }
    },
    async finish(claim, turn, { outcome, verdicts, steps, isStopped = false, isTakenOver = false, goesBack = false }) {
      const { conversation, fence } = claim
      if (outcome.type === 'superseded') return run.did('SUPERSEDE', [conversation, fence, turn.id])
      const stops = isStopped ? stopsJoining(turn, (await read(claim)).map(pendingOf)).map(({ id }) => id) : []
      const waits = goesBack && stops.length === 0
      const knowsTakeOver = isTakenOver || isStopped
      const ended = { outcome, verdicts, steps, stops, waits, knowsTakeOver, seal, learns: wakeLearning !== undefined }
      const values = finishValues(turn, ended, new Date(clock.now()))
      const [stored] = await run.rows<Stored>('FINISH', [conversation, fence, ...values])
      if (stored?.released) released.add(claim)
      if (stored?.learns) wakeLearning?.()
      return stored !== undefined
    },
    isReleased: (claim) => released.has(claim),
    keep: (claim, log) => keepLease({ renew: () => renew(claim), leaseMs, clock, log }),
    renew,
    async release(claim) {
      if (!released.has(claim)) await run.did('RELEASE', [claim.conversation, claim.fence])
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

type Admits = (share: Share) => boolean

/** One for each event that waits; one without an event where none does. */
type ClaimRow = Omit<Claim, 'conversation'> & (EventRow | { id: null })

const LEASE_MS = 3_000
// Enough for several turns, so that an edit or a deletion far behind its message is read together with it.
const READ_MAX = 120

function isChanged(taken: readonly EventRow[], rows: readonly EventRow[]): boolean {
  const messages = new Set(taken.flatMap(({ body }) => (body.type === 'message' ? [body.messageId] : [])))
  const isChange = ({ type }: ChatEvent) => type === 'edit' || type === 'delete'
  return rows.some(({ turn_id, body }) => !turn_id && isChange(body) && messages.has(eventKey(body).messageId))
}

/** Whether a stop waits behind these events of one turn. */
function isStopped(events: readonly PendingEvent[], rows: readonly EventRow[]): boolean {
  const [first] = events as [PendingEvent]
  const about = { identity: first.event.sender.id, eventIds: events.map(({ id }) => id) }
  return stopsOf(about, rows.map(pendingOf)).length > 0
}

function stepOf(turn: Turn | undefined, rows: readonly EventRow[]): Step {
  if (turn === undefined) return { type: 'lost' }
  return { type: 'turn', turn, isStopped: stopsOf(turn, rows.map(pendingOf)).length > 0 }
}

type Stored = { readonly released: boolean; readonly learns: boolean }
