import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { MessageEvent } from '#core/contract/message.ts'
import type { ConversationId, IdentityId, PersonId } from '#core/contract/ids.ts'
import { createInbox } from '#core/inbox.ts'
import { createExportFiles, EXPORTS_FOLDER } from '#core/export/export-files.ts'
import { deletePerson } from '#core/forget/delete-person.ts'
import { PERSON_ROWS } from '#core/forget/person-rows.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { createMediaStore, type MediaStore } from '#core/media/media-store.ts'
import { preparePicture, type Prepared } from '#core/media/prepare.ts'
import { createTombstones } from '#core/store/tombstones.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { memoryOfEverySort } from '../memory/of-every-sort.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { account, conversationOf, message, picture, randomId } from '../../kit/events.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { tablesWith } from '../../kit/traces.ts'
import { jpegOf } from '../media/hostile.ts'

const clock = systemClock
const log = logFor('test:forget')
const OF_ALICE = ['alice', 'saffron']

let database: TestDatabase
let red: Prepared
beforeAll(async () => {
  database = await openTestDatabase()
  red = await preparePicture(await jpegOf('red'))
})
afterAll(() => database[Symbol.asyncDispose]())

const tombstones = createTombstones(Buffer.alloc(32, 7))

let folder: string
let exportsFolder: string
let media: MediaStore
let forgottenPrompts: ConversationId[]
let forgottenAccess: IdentityId[]
beforeEach(async () => {
  await database.store.pool.query(
    'truncate person, conversation, limit_bucket, job, event_tombstone, access_entry, delivery_status, channel_note cascade',
  )
  folder = await temporaryFolder()
  exportsFolder = path.join(await temporaryFolder(), EXPORTS_FOLDER)
  forgottenPrompts = []
  forgottenAccess = []
  media = createMediaStore({ folder, store: database.store, clock })
})

const deps = () => ({ store: database.store, clock, random: randomId })
const mailboxOf = () => createMailbox({ ...deps(), owner: 'test' })

async function query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await database.store.pool.query(text, values)).rows as Row[]
}

const inboxOf = () => {
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  return createInbox({ ...deps(), ...silent, tombstones, log })
}

/** In their private chat with the bot, unless said otherwise. */
const arrives = (from: string, text: string, about: Parameters<typeof message>[1] = {}) =>
  inboxOf().accept([sent(from, text, about)])
const sent = (from: string, text: string, about: Parameters<typeof message>[1] = {}): MessageEvent =>
  message(text, { chatId: from, from, raw: Buffer.from(text), ...about })

const inGroup = { chatId: 'group', chatKind: 'group', addressed: 'mention' } as const

async function personOf(name: string): Promise<PersonId> {
  const [row] = await query<{ person_id: PersonId }>('select person_id from identity where id = $1', [
    `${account}:${name}`,
  ])
  if (row === undefined) throw new Error(`${name} is nobody`)
  return row.person_id
}

async function begins(conversation: ConversationId) {
  const mailbox = mailboxOf()
  const claim = await mailbox.claim(conversation)
  const step = claim && (await mailbox.next(claim))
  if (claim === undefined || step?.type !== 'turn') throw new Error('there is no turn')
  return { mailbox, claim, turn: step.turn }
}

const judge = { guard: 'llama', model: 'm', policyVersion: 'p' }
const verdict = { ...judge, direction: 'in', outcome: 'pass', hazards: [], probability: 0, tookMs: 1 } as const

/** The next turn there, with a picture. */
async function answers(conversation: ConversationId, text: string) {
  const { mailbox, claim, turn } = await begins(conversation)
  await media.keep({ eventId: turn.eventIds[0]!, part: 0, person: turn.person, conversation, turn: turn.id }, red)
  await mailbox.finish(claim, turn, { outcome: { type: 'answered', text }, verdicts: [verdict] })
  await mailbox.release(claim)
}

type Channels = Parameters<typeof deletePerson>[0]['channels']
const deletes = (person: PersonId, more: { channels?: Channels; media?: Pick<MediaStore, 'deleteOf'> } = {}) =>
  deletePerson(
    {
      store: database.store,
      media,
      exports: createExportFiles({ dataFolder: path.dirname(exportsFolder), clock }),
      channels: () => [],
      tombstones,
      access: { forget: (identities) => void forgottenAccess.push(...identities) },
      async forgetPrompts(conversations) {
        forgottenPrompts.push(...conversations)
        return conversations.length
      },
      clock,
      log,
      ...more,
    },
    person,
  )

const remembers = (person: PersonId, text: string) =>
  memoryOfEverySort(database.store.pool, person, { turn: 't', text })

/** Something of her in every table, beside something of Bob's. */
async function aliceAndBob(): Promise<{ alice: PersonId; bob: PersonId }> {
  await arrives('alice', 'saffron soup', { messageId: 'soup:of:alice' })
  await answers(conversationOf('alice'), 'You said: saffron soup')
  await arrives('bob', 'potatoes')
  await answers(conversationOf('bob'), 'You said: potatoes')
  await arrives('alice', 'saffron for all', { ...inGroup, messageId: 'hers' })
  await answers(conversationOf('group'), 'You said: saffron for all')
  const [alice, bob] = [await personOf('alice'), await personOf('bob')]
  const key = ["('person:' || $1)", `('conversation:${conversationOf('alice')}')`, "('person:' || $2)"].join(', ')
  const bucket = `insert into limit_bucket (key, tokens, filled_at) select key, 1, now() from (values ${key}) b(key)`
  await query(bucket, [alice, bob])
  await remembers(alice, 'The person likes saffron.')
  await remembers(bob, 'The person likes potatoes.')
  for (const person of [alice, bob]) {
    await mkdir(path.join(exportsFolder, person), { recursive: true })
    await writeFile(path.join(exportsFolder, person, 'all.zip'), 'zip')
  }
  for (const person of [alice, bob]) await query(ACCESS_AND_STATUSES, [person])
  const job = `insert into job (name, key, run_after, created_at) values ('remember', $1, now(), now())`
  for (const person of [alice, bob]) await query(job, [person])
  return { alice, bob }
}

const ACCESS_AND_STATUSES = `
  with identities as (select id, person_id from identity where person_id = $1), feedbacks as (
    insert into feedback (turn_id, person_id, value, changed_at) select id, $1, 'good', now() from turn where person_id = $1
  ), paired as (
    insert into pairing (identity_id, person_id, account, code, expires_at)
    select id, person_id, 'telegram:bot', id, now() from identities
  ), approved as (
    insert into access_entry (hash, identity_id, state, changed_at) select id::bytea, id, 'approved', now() from identities
  ), noted as (
    insert into channel_note (account, key, value, until)
    select account, 'media:' || message_id, 'sealed', now() + interval '1 day' from event where person_id = $1
  ), judged as (
    insert into judged_text (turn_id, person_id, direction, place, sealed, created_at)
    select id, $1, 'in', 0, 'sealed', now() from turn where person_id = $1
  ), labelled as (
    insert into guard_label (turn_id, person_id, decision, note, by, at, revision)
    select id, $1, 'upheld', '', 'ana', now(), '1' from turn where person_id = $1
  ), limited as (
    insert into person_limit (person_id, burst, changed_at) values ($1, 5, now())
  ), audited as (
    insert into console_audit (at, account_name, action, target, about_person, outcome, network)
    select now(), 'root', 'person.block', $1, $1, 'done', '127.0.0.1' union all
    select now(), 'root', 'conversation.read', id, null, 'done', '127.0.0.1' from conversation
    where chat ->> 'kind' = 'dm' and id in (select conversation_id from turn where person_id = $1)
  ), delivered as (
    insert into delivery_status (account, message_id, state, changed_at) values ('telegram:bot', 'to ' || $1, 'read', now())
  )
  update outbox set sends = jsonb_build_array(jsonb_build_object('state', 'sent', 'index', 0, 'receipt',
    jsonb_build_object('messageId', 'to ' || $1))) where person_id = $1`

/** In the audit of the console only the row's mention of the person goes. */
const WITH_A_PERSON = [...Object.keys(PERSON_ROWS), 'console_audit'].toSorted()

test('nothing of a person stays in any table, nor a picture, and a receipt says how much there was', async () => {
  const { alice } = await aliceAndBob()
  const words = [...OF_ALICE, alice]
  expect(await tablesWith(database.superuser, words)).toEqual(WITH_A_PERSON)
  expect(await deletes(alice)).toEqual({
    rows: {
      verdict: 2,
      judged_text: 2,
      guard_label: 2,
      delivery_status: 1,
      outbox: 2,
      media: 2,
      feedback: 2,
      pairing: 1,
      channel_note: 2,
      access_entry: 1,
      event: 2,
      turn: 2,
      limit_bucket: 2,
      job: 1,
      conversation: 1,
      identity: 1,
      memory_vector: 1,
      memory_passage: 1,
      memory_item: 1,
      memory_forgotten: 1,
      memory_person: 1,
      person_limit: 1,
      person: 1,
    },
    ofChannels: {},
    quotes: 0,
    tombstones: 2,
    prompts: 2,
    pictures: 1,
    exports: 1,
  })
  expect(forgottenAccess).toEqual([`${account}:alice`])
  expect(forgottenPrompts.toSorted()).toEqual([conversationOf('alice'), conversationOf('group')])
  expect(await tablesWith(database.superuser, words)).toEqual([])
  expect(await readdir(folder)).toEqual([await personOf('bob')])
  expect(await readdir(exportsFolder)).toEqual([await personOf('bob')])
})

test('a block outlives its person, and does not say whom it is of', async () => {
  const { alice } = await aliceAndBob()
  await query(`update access_entry set state = 'blocked', hash = '\\x0badcafe' where identity_id like '%:alice'`)
  await deletes(alice)
  expect(await query(`select hash, identity_id, state from access_entry order by identity_id`)).toEqual([
    { hash: Buffer.from(`${account}:bob`), identity_id: `${account}:bob`, state: 'approved' },
    { hash: Buffer.from('0badcafe', 'hex'), identity_id: null, state: 'blocked' },
  ])
})

test('what others said and were answered stays, but for what they quoted of the person', async () => {
  const { alice, bob } = await aliceAndBob()
  const replyTo = { messageId: 'hers', fromBot: false, text: 'saffron for all', media: [picture('photo of alice')] }
  await arrives('bob', 'why that?', { ...inGroup, messageId: 'his', replyTo })
  await answers(conversationOf('group'), 'Because.')
  await query(
    `insert into judged_text (turn_id, person_id, direction, place, sealed, created_at)
     select id, person_id, 'in', 0, 'sealed, with the quote', now() from turn where answer = 'Because.'`,
  )
  await deletes(alice)
  expect(await tablesWith(database.superuser, [...OF_ALICE, alice])).toEqual([])
  const said = `select asked ->> 'text' as text, answer from turn where person_id = $1 order by started_at`
  expect(await query(said, [bob])).toEqual([
    { text: 'potatoes', answer: 'You said: potatoes' },
    { text: 'why that?', answer: 'Because.' },
  ])
  expect(await query('select answer from judged_text join turn on turn.id = turn_id')).toEqual([
    { answer: 'You said: potatoes' },
  ])
  expect(await tablesWith(database.superuser, [bob])).toEqual([
    ...['console_audit', 'delivery_status', 'event', 'feedback', 'guard_label', 'identity', 'job', 'judged_text'],
    ...['limit_bucket', 'media'],
    ...['memory_forgotten', 'memory_item', 'memory_passage', 'memory_person', 'memory_vector'],
    ...['outbox', 'pairing', 'person', 'person_limit', 'turn', 'verdict'],
  ])
  expect(await query(`select id from conversation order by id`)).toEqual([
    { id: conversationOf('bob') },
    { id: conversationOf('group') },
  ])
})

test.each(['alice', 'group'])(
  'a turn of theirs that runs is interrupted (in %s); nothing it still writes is kept',
  async (chat) => {
    await arrives('alice', 'saffron soup', chat === 'group' ? inGroup : {})
    await arrives('bob', 'potatoes', inGroup)
    const alice = await personOf('alice')
    const { mailbox, claim, turn } = await begins(conversationOf(chat))
    expect(turn.person).toBe(alice)
    await deletes(alice)
    expect(await mailbox.renew(claim)).toBe(false)
    const place = {
      eventId: turn.eventIds[0]!,
      part: 0,
      person: alice,
      conversation: claim.conversation,
      turn: turn.id,
    }
    await expect(media.keep(place, red)).rejects.toThrow()
    const result = { outcome: { type: 'answered', text: 'saffron soup' } as const, verdicts: [verdict] }
    expect(await mailbox.finish(claim, turn, result)).toBe(false)
    await mailbox.handBack(claim, turn)
    await mailbox.release(claim)
    expect(await tablesWith(database.superuser, [...OF_ALICE, alice])).toEqual([])
    expect(await readdir(folder)).toEqual([])
    // His message waited in the group behind hers.
    expect((await begins(conversationOf('group'))).turn.asked).toMatchObject({ text: 'potatoes' })
  },
)

test("another person's turn in the same group goes on", async () => {
  await arrives('alice', 'saffron for all', inGroup)
  await answers(conversationOf('group'), 'Yes.')
  await arrives('bob', 'potatoes', inGroup)
  const { mailbox, claim } = await begins(conversationOf('group'))
  await deletes(await personOf('alice'))
  expect(await mailbox.renew(claim)).toBe(true)
})

test('a deletion that broke off at any step is completed by the next one', async () => {
  const { alice } = await aliceAndBob()
  const calls: IdentityId[][] = []
  const channel = (forgetPerson: (all: readonly IdentityId[]) => Promise<Record<string, number>>) => ({
    channels: () => [{ account, forgetPerson }, { account }],
  })
  const offline = channel(() => Promise.reject(new Error('EIO')))
  await expect(deletes(alice, offline)).rejects.toThrow('EIO')
  expect(await tablesWith(database.superuser, [...OF_ALICE, alice])).toEqual(WITH_A_PERSON)

  const online = channel(async (identities) => ({ uploads: calls.push([...identities]) }))
  const full = { deleteOf: () => Promise.reject(new Error('EROFS')) }
  await expect(deletes(alice, { ...online, media: full })).rejects.toThrow('EROFS')
  expect(calls).toEqual([[`${account}:alice`]])
  expect(await tablesWith(database.superuser, [...OF_ALICE, alice])).toEqual([])
  expect(await readdir(folder)).toContain(alice)

  const nothing = { rows: {}, ofChannels: {}, quotes: 0, tombstones: 0, prompts: 0 }
  expect(await deletes(alice, online)).toEqual({ ...nothing, pictures: 1, exports: 1 })
  expect(await readdir(folder)).not.toContain(alice)
})

test('what the person writes meanwhile is kept under a new person, or refused until its platform repeats it', async () => {
  await arrives('alice', 'saffron soup')
  const alice = await personOf('alice')
  const here = () => arrives('alice', 'cinnamon', { messageId: 'here' })
  const elsewhere = () => arrives('alice', 'nutmeg', { ...inGroup, messageId: 'elsewhere' })
  const during: Promise<unknown>[] = []
  const forgetPerson = async () => {
    during.push(...[here(), elsewhere()].map((accepted) => accepted.catch((error: unknown) => error)))
    // Both wait for the end of the deletion.
    const blocked = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    while ((await query(blocked)).length < 2) await clock.sleep(5)
    return {}
  }
  await deletes(alice, { channels: () => [{ account, forgetPerson }] })
  for (const refused of await Promise.all(during)) {
    if (refused !== undefined) expect(refused).toMatchObject({ code: '23503' })
  }
  await here()
  await elsewhere()
  expect(await tablesWith(database.superuser, ['saffron', alice])).toEqual([])
  const now = await personOf('alice')
  expect(now).not.toBe(alice)
  expect(await query(`select message_id from event where person_id = $1 order by message_id`, [now])).toEqual([
    { message_id: 'elsewhere' },
    { message_id: 'here' },
  ])
})

test('the audit does not say who was looked at while they were deleted', async () => {
  await arrives('alice', 'saffron soup')
  const alice = await personOf('alice')
  const forgetPerson = async () => {
    await query(
      `insert into console_audit (at, account_name, action, target, about_person, outcome, network)
       select now(), 'root', 'looked meanwhile', c.id, p.id, 'done', '' from conversation c, person p
       where c.id = $1 and p.id = $2`,
      [conversationOf('alice'), alice],
    )
    return {}
  }
  await deletes(alice, { channels: () => [{ account, forgetPerson }] })
  expect(await query(`select target, about_person from console_audit where action = 'looked meanwhile'`)).toEqual([
    { target: null, about_person: null },
  ])
})

test('what the bot answered the person is blanked where others quoted it, and the name where others passed words on', async () => {
  await arrives('alice', 'saffron for all', { ...inGroup, messageId: 'hers', displayName: 'Alice Saffron' })
  await answers(conversationOf('group'), 'You said: saffron')
  const delivered = [{ state: 'sent', index: 0, receipt: { messageId: 'answer', atMs: 0 }, text: '', final: true }]
  await query(`update outbox set state = 'sent', sends = $1`, [JSON.stringify(delivered)])
  const [alice, her] = [await personOf('alice'), `${account}:alice` as IdentityId]
  const answer = { messageId: 'answer', fromBot: true, text: 'You said: saffron', media: [] }
  await arrives('bob', 'really?', { ...inGroup, messageId: 'his', replyTo: answer })
  const old = { messageId: 'long-gone', fromBot: false, authorId: her, text: 'more saffron', media: [] }
  await arrives('carol', 'hm', { ...inGroup, messageId: 'of carol', replyTo: old })
  await arrives('bob', 'look', { ...inGroup, messageId: 'passed on', forwardedFrom: 'Alice Saffron' })
  await arrives('bob', 'and this', { ...inGroup, messageId: 'of another', forwardedFrom: 'Dora' })
  expect((await deletes(alice)).quotes).toBe(3)
  expect(await tablesWith(database.superuser, ['saffron', 'Saffron', her, alice])).toEqual([])
  const kept = `select body ->> 'forwardedFrom' as of, body -> 'replyTo' ->> 'messageId' as quoted from event order by seq`
  expect(await query(kept)).toEqual([
    { of: null, quoted: 'answer' },
    { of: null, quoted: 'long-gone' },
    { of: '', quoted: null },
    { of: 'Dora', quoted: null },
  ])
})

test('an event that the platform repeats after the deletion is accepted and not stored', async () => {
  const words = ['one', 'two'].map((text) => sent('alice', text, { messageId: text }))
  const mixed = sent('alice', 'for all', { ...inGroup, messageId: 'group' })
  await inboxOf().accept([...words, mixed])
  await deletes(await personOf('alice'))
  const everything = `select (select count(*)::int from person) as people, (select count(*)::int from event) as events,
    (select count(*)::int from conversation where chat ->> 'kind' = 'dm') as chats`
  await inboxOf().accept(words, { account, cursor: '7' })
  expect(await query(everything)).toEqual([{ people: 0, events: 0, chats: 0 }])
  expect(await inboxOf().cursor(account)).toBe('7')

  // Beside what is new, and once she is known again.
  const bobs = sent('bob', 'hi', { ...inGroup, messageId: 'his' })
  await inboxOf().accept([mixed, bobs])
  expect(await query(everything)).toEqual([{ people: 1, events: 1, chats: 0 }])
  await arrives('alice', 'three', { messageId: 'three' })
  await inboxOf().accept([...words, mixed])
  expect(await query(everything)).toEqual([{ people: 2, events: 2, chats: 1 }])
  expect(await query(`select message_id from event order by message_id`)).toEqual([
    { message_id: 'his' },
    { message_id: 'three' },
  ])
})

test('of a tombstone nobody can tell the chat, the message or the person without the key', async () => {
  await arrives('alice', 'one', { messageId: 'one' })
  await deletes(await personOf('alice'))
  const [stone] = await query<{ hash: Buffer }>('select hash from event_tombstone')
  const identity = { account, chatId: 'alice', messageId: 'one', kind: 'message', revision: 0 }
  expect(stone?.hash).toEqual(tombstones.hashOf(identity))
  expect(stone?.hash).not.toEqual(createTombstones(Buffer.alloc(32, 8)).hashOf(identity))
})
