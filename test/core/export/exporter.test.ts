import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ReplyFile } from '#core/contract/channel.ts'
import type { ConversationId, PersonId } from '#core/contract/ids.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import { createExportFiles, EXPORTS_FOLDER, type ExportFiles } from '#core/export/export-files.ts'
import { createExporter, type ExporterDeps } from '#core/export/exporter.ts'
import { createInbox } from '#core/inbox.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { createMediaStore } from '#core/media/media-store.ts'
import { preparePicture, type Prepared } from '#core/media/prepare.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { account, command, conversationOf, edit, message, picture, randomId } from '../../kit/events.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { recordsIn, unzipped } from '../../kit/zip.ts'
import { jpegOf } from '../media/hostile.ts'

const clock = systemClock
const log = logFor('test:export')
const never = new AbortController().signal
const LARGE = 2 ** 30

let database: TestDatabase
let pictures: readonly Prepared[]
beforeAll(async () => {
  database = await openTestDatabase()
  pictures = await Promise.all(['red', 'green', 'blue'].map(async (colour) => preparePicture(await jpegOf(colour))))
})
afterAll(() => database[Symbol.asyncDispose]())

let dataFolder: string
let files: ExportFiles
beforeEach(async () => {
  await database.store.pool.query('truncate person, conversation, media cascade')
  dataFolder = await temporaryFolder()
  files = createExportFiles({ dataFolder, clock })
})

const mediaFolder = () => path.join(dataFolder, 'media')
const deps = () => ({ store: database.store, clock, random: randomId })
const exporter = (more: Partial<ExporterDeps> = {}) =>
  createExporter({ ...deps(), files, mediaFolder: mediaFolder(), kinds: [], hasRoom: () => true, ...more })

const exported = (person: PersonId, bytesMax = LARGE) => exporter().exportOf(person, { bytesMax }, never)
const bytesOf = (file: ReplyFile) => readFile(files.pathOf(file))
const all = (made: readonly ReplyFile[]) => Promise.all(made.map(bytesOf))

async function personOf(name: string): Promise<PersonId> {
  const { rows } = await database.store.pool.query<{ id: PersonId }>(
    'select person_id as id from identity where id = $1',
    [`${account}:${name}`],
  )
  return rows[0]!.id
}

async function arrives(...events: ChatEvent[]): Promise<void> {
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  await createInbox({ ...deps(), ...silent, log }).accept(events)
}

const judge = { guard: 'llama', model: 'guard-model', policyVersion: 'p' }
const verdict = { ...judge, direction: 'in', outcome: 'pass', hazards: [], probability: 0, tookMs: 1 } as const

/** The next turn there is answered; its picture is kept, if it is to have one. */
async function answers(conversation: ConversationId, text: string, kept?: Prepared) {
  const mailbox = createMailbox({ ...deps(), owner: 'test' })
  const claim = await mailbox.claim(conversation)
  const step = claim && (await mailbox.next(claim))
  if (claim === undefined || step?.type !== 'turn') throw new Error('there is no turn')
  const { turn } = step
  const media = createMediaStore({ folder: mediaFolder(), store: database.store, clock })
  const origin = { eventId: turn.eventIds[0]!, part: 0, person: turn.person, conversation, turn: turn.id }
  if (kept) await media.keep(origin, kept)
  await mailbox.finish(claim, turn, { outcome: { type: 'answered', text }, verdicts: [verdict] })
  await mailbox.release(claim)
}

const inGroup = { chatId: 'group', chatKind: 'group', addressed: 'mention' } as const

test('everything that is held about a person is in one zip, in order, with their pictures', async () => {
  const photo = message('', { messageId: 'photo', parts: [picture('p', 'what is this?')], locale: 'de' })
  await arrives(photo)
  await answers(conversationOf(), 'A red square.', pictures[0])
  const hello = message('my name is Ana', { messageId: 'name' })
  await arrives(hello, edit(hello, 'my name is Anna'))
  await answers(conversationOf(), 'Hello Anna!')
  await arrives(command('reset', { messageId: 'reset' }))
  const kinds = [
    { name: 'profile', export: async () => [{ number: 1, text: 'The person is called Anna.' }] },
    { name: 'facts', export: async () => [] },
  ] as const
  const person = await personOf('alice')
  await database.store.pool.query(
    `insert into access_entry (hash, identity_id, state, changed_at) values ('\\x01', $1, 'approved', '2030-01-01Z')`,
    [`${account}:alice`],
  )
  const made = await exporter({ kinds }).exportOf(person, { bytesMax: LARGE }, never)
  const day = new Date(clock.now()).toISOString().slice(0, 10)
  expect(made).toMatchObject([{ name: `chasqui-export-${day}.zip`, mime: 'application/zip' }])
  const [zip] = await all(made)
  expect(zip).toHaveLength(made[0]!.bytes)
  const inZip = await unzipped(zip!)
  const [pictureName = ''] = [...inZip.keys()].filter((name) => name.startsWith('pictures/'))
  expect([...inZip.keys()]).toEqual(['export.json', pictureName])
  expect(inZip.get(pictureName)).toEqual(Buffer.from(pictures[0]!.bytes))
  const [record] = await recordsIn(zip!)
  const answered = { from: 'bot', type: 'reply', kind: 'answer' }
  expect(record).toMatchObject({
    version: 1,
    part: 1,
    identities: [{ platform: 'telegram', name: 'alice', approvedAt: '2030-01-01T00:00:00.000Z' }],
    memory: { isOff: false, privateIn: [] },
    memories: [{ memory: 'profile', number: 1, text: 'The person is called Anna.' }],
    conversations: [
      {
        platform: 'telegram',
        kind: 'dm',
        said: [
          { from: 'you', type: 'message', text: 'what is this?', pictures: [pictureName] },
          { ...answered, text: 'A red square.', checks: [{ of: 'in', guard: 'llama', outcome: 'pass' }] },
          { from: 'you', type: 'message', text: 'my name is Ana' },
          { from: 'you', type: 'edit', text: 'my name is Anna' },
          { ...answered, text: 'Hello Anna!' },
          { from: 'you', type: 'command', text: '/reset' },
        ],
      },
    ],
  })
  expect(record?.conversations[0]?.said).toHaveLength(6)
})

test('of a group only their own messages and the answers to them are in it, without the words of others', async () => {
  await arrives(message('potatoes of bob', { ...inGroup, from: 'bob', messageId: 'his' }))
  await answers(conversationOf('group'), 'Said to bob.', pictures[1])
  const replyTo = { messageId: 'his', fromBot: false, text: 'potatoes of bob', media: [picture('of bob')] }
  await arrives(message('why that?', { ...inGroup, messageId: 'hers', replyTo }))
  await answers(conversationOf('group'), 'Because.')
  const own = { messageId: 'hers', fromBot: false, fromSender: true, text: 'why that?', media: [] }
  await arrives(message('as I said', { ...inGroup, replyTo: own, forwardedFrom: 'Carol Danvers' }))
  await answers(conversationOf('group'), 'Indeed.')
  const [zip] = await all(await exported(await personOf('alice')))
  const inZip = await unzipped(zip!)
  expect([...inZip.keys()]).toEqual(['export.json'])
  expect(inZip.get('export.json')?.toString()).not.toMatch(/bob|Carol/)
  const [record] = await recordsIn(zip!)
  expect(record?.conversations).toMatchObject([
    {
      kind: 'group',
      said: [
        { text: 'why that?', inReplyTo: { from: 'somebody else' } },
        { text: 'Because.' },
        { text: 'as I said', inReplyTo: { from: 'you', text: 'why that?' }, forwarded: true },
        { text: 'Indeed.' },
      ],
    },
  ])
})

test('what is too much for one file of the platform comes in several, each whole and within its size', async () => {
  for (const [index, kept] of pictures.entries()) {
    await arrives(message(`picture ${index}`, { messageId: `p${index}`, parts: [picture(`p${index}`)] }))
    await answers(conversationOf(), `${index} ${'lorem ipsum '.repeat(400)}`, kept)
  }
  const bytesMax = 8_000
  const made = await exported(await personOf('alice'), bytesMax)
  expect(made.length).toBeGreaterThan(1)
  expect(made.map(({ name }) => name.slice(-6))).toEqual(made.map((_, index) => `-${index + 1}.zip`))
  for (const { bytes } of made) expect(bytes).toBeLessThanOrEqual(bytesMax)
  const zips = await all(made)
  const records = await recordsIn(...zips)
  expect(records.map(({ part }) => part)).toEqual(records.map((_, index) => index + 1))
  const replies = records.flatMap(({ conversations }) => conversations.flatMap(({ said }) => said))
  expect(replies.filter(({ from }) => from === 'bot').map(({ text }) => String(text)[0])).toEqual(['0', '1', '2'])
  const names = (await Promise.all(zips.map(unzipped))).flatMap((inZip) => [...inZip.keys()])
  expect(names.filter((name) => name.startsWith('pictures/'))).toHaveLength(3)
  expect(new Set(names).size).toBe(names.length)
})

test('ten thousand turns hold neither the event loop nor the memory', async () => {
  await arrives(message('first', { messageId: 'first' }))
  await answers(conversationOf(), 'answer')
  const { pool } = database.store
  await pool.query(`
    insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, started_at, finished_at)
    select 't' || n, conversation_id, person_id, n + 1, 'r' || n, asked, state, 1, started_at, finished_at
    from turn, generate_series(1, 9999) n`)
  await pool.query(`
    insert into event (id, conversation_id, seq, account, chat_id, message_id, kind, revision, person_id, body,
      received_at, state, turn_id, outcome)
    select 'e' || n, conversation_id, n + 1, account, chat_id, 'x' || n, kind, 0, person_id,
      jsonb_set(body, '{parts,0,text}', to_jsonb(repeat(md5(n::text), 60))), received_at, 'done', 't' || n, 'reply'
    from event, generate_series(1, 9999) n`)
  await pool.query(`
    insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, text, state, created_at)
    select 'r' || n, 't' || n, conversation_id, person_id, n + 1, kind, repeat(md5(n::text), 60), 'sent', created_at
    from outbox, generate_series(1, 9999) n`)
  const person = await personOf('alice')
  const delay = monitorEventLoopDelay({ resolution: 5 })
  const before = process.memoryUsage.rss()
  delay.enable()
  const made = await exported(person, 50_000_000)
  delay.disable()
  expect(process.memoryUsage.rss() - before).toBeLessThan(120_000_000)
  expect(delay.percentile(99) / 1e6).toBeLessThan(250)
  expect(made).toHaveLength(1)
  const records = await recordsIn(...(await all(made)))
  const said = records.flatMap(({ conversations }) => conversations.flatMap((of) => of.said))
  expect(said.filter(({ from }) => from === 'you')).toHaveLength(10_000)
  expect(said.filter(({ from }) => from === 'bot')).toHaveLength(10_000)
})

test('the files are for this user only, and one replaces those that were made before', async () => {
  await arrives(message('hello', { messageId: 'one' }))
  const person = await personOf('alice')
  const [first] = await exported(person)
  const [second] = await exported(person)
  expect(await files.isKept(first!)).toBe(false)
  const folder = path.join(dataFolder, EXPORTS_FOLDER, person)
  expect(await readdir(folder)).toEqual([path.basename(second!.path)])
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(path.dirname(folder))).mode & 0o777).toBe(0o700)
  expect((await stat(files.pathOf(second!))).mode & 0o777).toBe(0o600)
})

test('one person has one export made at a time', async () => {
  await arrives(message('hello', { messageId: 'one' }), message('hi', { messageId: 'two', from: 'bob', chatId: 'b' }))
  const making = exporter()
  const [alice, bob] = [await personOf('alice'), await personOf('bob')]
  const exportOf = (person: PersonId) => making.exportOf(person, { bytesMax: LARGE }, never)
  const first = exportOf(alice)
  await expect(exportOf(alice)).rejects.toMatchObject({ name: 'ExportRefused', code: 'busy' })
  expect(await exportOf(bob)).toHaveLength(1)
  expect(await first).toHaveLength(1)
  expect(await exportOf(alice)).toHaveLength(1)
})

const leftOf = (person: PersonId) => readdir(path.join(dataFolder, EXPORTS_FOLDER, person)).catch(() => [])

test('nothing is left of an export that the disk has no room for, or that was stopped', async () => {
  for (const id of ['one', 'two']) {
    await arrives(message('hello', { messageId: id, parts: [picture(id)] }))
    await answers(conversationOf(), 'A square.', pictures[0])
  }
  const person = await personOf('alice')
  let asked = 0
  const full = exporter({ hasRoom: () => (asked += 1) < 2 })
  await expect(full.exportOf(person, { bytesMax: LARGE }, never)).rejects.toMatchObject({ code: 'no-room' })
  expect(await leftOf(person)).toEqual([])
  const stopped = new AbortController()
  const kinds = [
    { name: 'profile', export: async () => (stopped.abort(new Error('stopped')), [{ text: 'x' }]) },
  ] as const
  const making = exporter({ kinds })
  await expect(making.exportOf(person, { bytesMax: LARGE }, stopped.signal)).rejects.toThrow()
  expect(await leftOf(person)).toEqual([])
  expect(await exported(person)).toHaveLength(1)
})

test('who was deleted while it was made leaves no file', async () => {
  await arrives(message('hello', { messageId: 'one' }))
  const person = await personOf('alice')
  const gone = async () => {
    await database.store.pool.query('truncate person, conversation cascade')
    return []
  }
  const making = exporter({ kinds: [{ name: 'profile', export: gone }] })
  await expect(making.exportOf(person, { bytesMax: LARGE }, never)).rejects.toThrow('deleted')
  expect(await leftOf(person)).toEqual([])
})

test('a picture that retention has deleted meanwhile is left out', async () => {
  await arrives(message('', { messageId: 'one', parts: [picture('p')] }))
  await answers(conversationOf(), 'A square.', pictures[0])
  const person = await personOf('alice')
  await createMediaStore({ folder: mediaFolder(), store: database.store, clock }).deleteOf(person)
  const [zip] = await all(await exported(person))
  expect([...(await unzipped(zip!)).keys()]).toEqual(['export.json'])
})

test('what the person thinks of answers is in it, of others only that', async () => {
  const thinks = (of: string, value: string) =>
    database.store.pool.query(
      `insert into feedback (turn_id, person_id, value, changed_at)
       select turn.id, $2, $3, now() from turn where asked ->> 'text' = $1`,
      [of, alice, value],
    )
  await arrives(message('of alice', inGroup), message('of bob', { ...inGroup, from: 'bob' }))
  await answers(conversationOf('group'), 'To Alice.')
  await answers(conversationOf('group'), 'To Bob.')
  const alice = await personOf('alice')
  await thinks('of alice', 'good')
  await thinks('of bob', 'bad')
  const [record] = await recordsIn((await all(await exported(alice)))[0]!)
  expect(record).toMatchObject({
    conversations: [
      {
        said: [
          { from: 'you', text: 'of alice' },
          { from: 'bot', text: 'To Alice.', feedback: 'good' },
          { from: 'you', type: 'feedback', value: 'bad' },
        ],
      },
    ],
  })
})
