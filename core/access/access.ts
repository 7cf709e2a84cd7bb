import type { AccessMode, GroupMode, Standing } from '../contract/access.ts'
import { platformIn, type ConversationId, type IdentityId } from '../contract/ids.ts'
import type { ChatEvent } from '../contract/message.ts'
import type { AccessDeps, AccessSettings } from './deps.ts'
import { AccessEntries } from './entries.ts'
import { GroupModes } from './group-modes.ts'
import { createOperator, type Operator } from './operator.ts'
import { offerCode, type CodeOffer, type Stranger } from './pairing.ts'

/** Who may write, and which messages of a group are for the bot. */
export type Access = {
  modes(): Pick<AccessSettings, 'mode' | 'modes'>
  /** Of groups for which none was chosen, from now on. */
  setGroupMode(mode: GroupMode): Promise<void>
  standingOf(identity: IdentityId): Promise<Standing>
  /** The code by which an operator lets this stranger in; undefined where nobody is let in so. */
  offerCode(stranger: Stranger): Promise<CodeOffer | undefined>
  blockedAmong(identities: Iterable<IdentityId>): Promise<ReadonlySet<IdentityId>>
  /** The event as its group's mode takes it: what is not for the bot is addressed `none`. */
  applied<Event extends ChatEvent>(event: Event): Event
  /** The group has another id, and the database knows it. */
  groupMoved(from: ConversationId, to: ConversationId): void
  /** These people were deleted, and their approvals with them. */
  forget(identities: readonly IdentityId[]): void
  readonly operator: Operator
  close(): void
}

/** The database is the truth; what each message asks is in memory, and changed only here. */
export async function openAccess(deps: AccessDeps): Promise<Access> {
  const { store, bus, key, settings, clock, randomInt } = deps
  const { pool } = store
  const modeFor = (identity: IdentityId): AccessMode => {
    const { mode, modes } = settings()
    return modes[platformIn(identity)] ?? mode
  }
  const entries = new AccessEntries({ pool, key })
  const groups = new GroupModes({ pool, otherwise: settings().groupMode })
  const unsubscribe = bus.subscribe((message) => {
    if (message.op === 'reply-ready') groups.onAnswer(message.conversation)
    // People read an answer that grows, and may react to it, before it is stored.
    if (message.op === 'reply-draft') groups.onAnswer(message.target.conversation)
  })
  await Promise.all([entries.load(), groups.load()])
  return {
    modes: () => settings(),
    setGroupMode: (mode) => groups.setOtherwise(mode),
    async standingOf(identity) {
      const state = await entries.stateOf(identity)
      if (state === 'blocked') return 'blocked'
      return modeFor(identity) === 'open' || state === 'approved' || settings().allow.includes(identity)
        ? 'granted'
        : 'stranger'
    },
    async offerCode(stranger) {
      if (modeFor(stranger.identity) !== 'pairing') return undefined
      return offerCode(pool, stranger, { now: new Date(clock.now()), randomInt })
    },
    blockedAmong: (identities) => entries.blockedAmong(identities),
    applied: (event) => groups.applied(event),
    groupMoved: (from, to) => groups.moved(from, to),
    // A block outlives its person.
    forget: (identities) => entries.forgetApprovals(identities),
    operator: createOperator({ ...deps, entries, groups }),
    close: unsubscribe,
  }
}
