import { textsFor } from '../texts/texts.ts'
import type { GroupMode } from '../contract/access.ts'
import type { ConversationId, IdentityId, PersonId, ReplyId, TurnId } from '../contract/ids.ts'
import type { Chat } from '../contract/message.ts'
import { storeFurtherReply } from '../delivery/further-reply.ts'
import { inTransaction } from '../store/transaction.ts'
import { accessList, type AccessList } from './access-list.ts'
import { codeIn } from './codes.ts'
import type { AccessDeps } from './deps.ts'
import type { AccessEntries } from './entries.ts'
import { GROUPS_MAX, type GroupModes } from './group-modes.ts'

/** What an operator decides, each with how it went. Display names are for the eye alone. */
export type Operator = {
  list(): Promise<AccessList>
  /** How many codes wait to be approved. */
  openCodes(): Promise<number>
  /** Lets the person with this code in, and tells them. */
  approve(code: string): Promise<Approval>
  /** Also somebody who has not written yet. Ends what runs for them. */
  block(identity: IdentityId): Promise<Blocking>
  /** They are then as if they had never been approved or blocked. */
  unblock(identity: IdentityId): Promise<Unblocking>
  /**
   * `group`: its conversation without a thread. `undefined`: as the settings say. With `seen` nothing is changed where it
   * has another one meanwhile.
   */
  setGroupMode(group: ConversationId, mode: GroupMode | undefined, seen?: SeenMode): Promise<GroupChange>
}

type Named = { readonly identity: IdentityId; readonly name?: string }

export type Approval =
  | ({ readonly type: 'approved' } & Named)
  /** Never made, used, or older than an hour. */
  | { readonly type: 'unknown-code' }
  | ({ readonly type: 'is-blocked' } & Named)

export type Blocking = { readonly type: 'blocked'; readonly wasBlocked: boolean } & Named

export type Unblocking = ({ readonly type: 'unblocked' } & Named) | { readonly type: 'not-blocked' }

/** Which one the operator saw; `undefined`: as the settings say. */
export type SeenMode = { readonly mode: GroupMode | undefined }

export type GroupChange =
  | { readonly type: 'set'; readonly mode: GroupMode; readonly title?: string; readonly isKnown: boolean }
  | { readonly type: 'conflict' }
  | { readonly type: 'private-chat' }
  | { readonly type: 'too-many-groups' }

type OperatorDeps = AccessDeps & { readonly entries: AccessEntries; readonly groups: GroupModes }

export function createOperator(deps: OperatorDeps): Operator {
  const { store, bus, clock, settings, entries, groups, log } = deps
  const { pool } = store
  const now = () => new Date(clock.now())

  // One change after the other: what is in memory changes in the order in which the database did.
  let before: Promise<unknown> = Promise.resolve()
  const inOrder = <Change>(change: () => Promise<Change>): Promise<Change> => {
    const changed = before.then(change)
    before = changed.catch(() => undefined)
    return changed
  }

  async function nameOf(identity: IdentityId): Promise<Named> {
    const { rows } = await pool.query<{ name: string }>(NAME, [identity])
    return { identity, ...(rows[0] && { name: rows[0].name }) }
  }

  return {
    list: () => accessList({ pool, settings: settings(), now: now() }),
    openCodes: async () => (await pool.query('select from pairing where expires_at > $1', [now()])).rowCount ?? 0,
    approve: (code) =>
      inOrder(async (): Promise<Approval> => {
        const approved = await approveCode(deps, codeIn(code), now())
        if (approved === undefined) return { type: 'unknown-code' }
        const { identity, wasRefused, told } = approved
        if (wasRefused) return { type: 'is-blocked', ...(await nameOf(identity)) }
        entries.set(identity, 'approved')
        log.info({ identity }, 'approved by an operator')
        if (told) bus.publish({ op: 'reply-ready', ...told })
        return { type: 'approved', ...(await nameOf(identity)) }
      }),
    block: (identity) =>
      inOrder(async (): Promise<Blocking> => {
        const { rows } = await pool.query<{ before: string | null }>(BLOCK, [entries.hashOf(identity), identity, now()])
        entries.set(identity, 'blocked')
        bus.publish({ op: 'identity-blocked', identity })
        log.info({ identity }, 'blocked by an operator')
        return { type: 'blocked', wasBlocked: rows[0]?.before === 'blocked', ...(await nameOf(identity)) }
      }),
    unblock: (identity) =>
      inOrder(async (): Promise<Unblocking> => {
        const { rowCount } = await pool.query(UNBLOCK, [entries.hashOf(identity)])
        if (!rowCount) return { type: 'not-blocked' }
        entries.delete(identity)
        log.info({ identity }, 'unblocked by an operator')
        return { type: 'unblocked', ...(await nameOf(identity)) }
      }),
    setGroupMode: (group, mode, seen) =>
      inOrder(async (): Promise<GroupChange> => {
        const known = await chatOf(pool, group)
        if (known?.kind === 'dm') return { type: 'private-chat' }
        if (mode !== undefined && groups.count >= GROUPS_MAX) return { type: 'too-many-groups' }
        const chat = JSON.stringify(mainChatOf(group, known))
        const about = [group, accountOf(group), chat, mode, now(), seen === undefined, seen?.mode ?? null]
        const { rowCount } = await pool.query(SET_MODE, about)
        if (!rowCount) return { type: 'conflict' }
        await groups.set(group, mode)
        log.info({ group, mode: groups.modeOf(group) }, 'group mode set by an operator')
        const title = known?.title
        return { type: 'set', mode: groups.modeOf(group), isKnown: known !== undefined, ...(title && { title }) }
      }),
  }
}

type Told = { readonly conversation: ConversationId; readonly reply: ReplyId }
type Approved = { readonly identity: IdentityId; readonly wasRefused: boolean; readonly told?: Told }

/** The code is used up, the person approved and told in one transaction. Undefined: there is no such code. */
function approveCode({ store, entries }: OperatorDeps, code: string, at: Date): Promise<Approved | undefined> {
  return inTransaction(store.pool, async (client): Promise<Approved | undefined> => {
    const { rows } = await client.query<{ identity: IdentityId; person: PersonId; account: string }>(TAKE, [code, at])
    const [taken] = rows
    if (taken === undefined) return undefined
    const { identity, person, account } = taken
    const { rowCount } = await client.query(APPROVE, [entries.hashOf(identity), identity, at])
    if (!rowCount) return { identity, wasRefused: true }
    const asked = await client.query<AskedRow>(WHERE_THEY_ASKED, [person, account, identity])
    const [where] = asked.rows
    if (where === undefined) return { identity, wasRefused: false }
    const { conversation, locale, ...of } = where
    const text = textsFor(locale ?? undefined).access.approved
    const notice = { of, purpose: 'approved', conversation, person, kind: 'notice', text } as const
    return { identity, wasRefused: false, told: { conversation, reply: await storeFurtherReply(client, notice, at) } }
  })
}

type AskedRow = { turn: TurnId; reply: ReplyId; conversation: ConversationId; locale: string | null }

/** `telegram:123456:-1005`: platform and bot, then the chat. */
const accountOf = (group: ConversationId) => group.split(':').slice(0, 2).join(':')

/** Of a group, from any of its threads. */
async function chatOf(pool: AccessDeps['store']['pool'], group: ConversationId): Promise<Chat | undefined> {
  const { rows } = await pool.query<{ chat: Chat }>(CHAT, [group, accountOf(group)])
  return rows[0]?.chat
}

/** Nobody needs to have written there, or outside a thread: the next message completes it. */
function mainChatOf(group: ConversationId, known: Chat | undefined): Chat {
  const id = group.slice(accountOf(group).length + 1)
  return { id, kind: known?.kind ?? 'group', ...(known?.title !== undefined && { title: known.title }) }
}

const NAME = 'select display_name as name from identity where id = $1'

const TAKE = `
  delete from pairing where code = $1 and expires_at > $2
  returning identity_id as identity, person_id as person, account`

const APPROVE = `
  insert into access_entry as e (hash, identity_id, state, changed_at) values ($1, $2, 'approved', $3)
  on conflict (hash) do update set state = excluded.state, identity_id = excluded.identity_id,
    changed_at = excluded.changed_at
  where e.state <> 'blocked'`

/** The turn that told the code, or a later one there. */
const WHERE_THEY_ASKED = `
  select t.id as turn, t.reply_id as reply, c.id as conversation,
    (select locale from identity where id = $3) as locale
  from turn t join conversation c on c.id = t.conversation_id
  where t.person_id = $1 and c.account = $2 and c.chat ->> 'kind' = 'dm' order by t.started_at desc limit 1`

const BLOCK = `
  with before as (select state from access_entry where hash = $1), without_code as (
    delete from pairing where identity_id = $2
  ), stored as (
    insert into access_entry (hash, identity_id, state, changed_at) values ($1, $2, 'blocked', $3)
    on conflict (hash) do update set state = excluded.state, identity_id = excluded.identity_id,
      changed_at = case when access_entry.state = 'blocked' then access_entry.changed_at else excluded.changed_at end
  )
  select (select state from before) as before`

const UNBLOCK = `delete from access_entry where hash = $1 and state = 'blocked'`

const CHAT = `
  select chat from conversation where id = $1
  union all
  (select chat from conversation where account = $2 and starts_with(id, $1 || '/') limit 1)
  limit 1`

const SET_MODE = `
  insert into conversation (id, account, chat, group_mode, created_at) values ($1, $2, $3, $4, $5)
  on conflict (id) do update set group_mode = excluded.group_mode
  where $6 or conversation.group_mode is not distinct from $7`
