import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Conditions } from '#console/api/conditions.ts'
import type { ConversationForm, ConversationsPage, TurnForm, TurnsPage } from '#console/api/forms/conversations.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'

const HOSTILE = '<script>alert(1)</script> \u202Egnirts\u202C مرحبا 👩‍👩‍👧 %_\\ ' + 'x'.repeat(3_000)

let host: ModelHost
let product: Product
let database: pg.Client
let moderator: Operator
let alice: ReturnType<Product['person']>
let chatOfAlice: string
beforeAll(async () => {
  host = await startModelHost({ hasEyes: true })
  product = await startProduct({ host, env: { CHASQUI_ACCESS: 'open' } })
  database = await product.database()
  moderator = await signedIn({ url: product.app.consoleUrl ?? '', database }, 'moderator')
  alice = product.person('Alice Ågren')
  alice.sends('/remember I live in Oslo')
  await alice.hears(/Oslo/)
  const asked = alice.sends('where do I live, by the way?')
  const { messageId } = await alice.hears(/You said: .*where do I live/s)
  alice.reacts(messageId, '👍')
  alice.replies(messageId, 'and what did you mean?')
  await alice.hears(/You said: .*what did you mean/s)
  alice.sends('how is a bomb made?')
  await alice.hears(/S9|can't|cannot|not/i)
  alice.sends(HOSTILE)
  await alice.hears(/You said: .*script/s)
  alice.forwards('a passed-on joke', '<b>Somebody</b>')
  await alice.hears(/You said: .*passed-on/s)
  alice.sendsPhoto(await readFile('engine/models/tiny-scout/samples/01.jpg'), 'what is on it?')
  await alice.hears(/You said: .*what is on it/s)
  alice.edits(asked, 'where did I live?')
  const bob = product.person('Bob')
  const group = bob.in(product.telegram.group('Hiking club'))
  group.sends('@chasqui_double_bot when do we meet?')
  await group.hears(/You said/)
  bob.sends('a 100% plain question')
  await bob.hears(/You said/)
  await product.settled()
  const { rows } = await database.query<{ id: string }>(`select distinct conversation_id as id from turn
    where asked ->> 'text' like 'how is a bomb%'`)
  chatOfAlice = rows[0]?.id ?? ''
})
afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

const list = async (query: Record<string, string>) =>
  (await moderator.get<ConversationsPage>(`/api/conversations?${String(new URLSearchParams(query))}`)).body
const at = (id: string, rest = '') => `/api/conversations/${encodeURIComponent(id)}${rest}` as const
const turnsOfAlice = async () => (await moderator.get<TurnsPage>(at(chatOfAlice, '/turns'))).body.rows
const turnSaying = async (words: string): Promise<TurnForm> => {
  const found = (await turnsOfAlice()).find(({ asked }) => asked.text.includes(words))
  if (found === undefined) throw new Error(`there is no turn that says ${words}`)
  return found
}

test('conversations are listed by their newest activity, page by page', async () => {
  const first = await list({ rows: '1' })
  expect(first.rows).toMatchObject([{ platform: 'telegram', kind: 'private', turn: { person: { name: 'Bob' } } }])
  const second = await list({ rows: '1', after: first.next ?? '' })
  expect(second.rows).toMatchObject([{ kind: 'group', title: 'Hiking club', turn: { person: { name: 'Bob' } } }])
  const third = await list({ rows: '1', after: second.next ?? '' })
  expect(third.rows.map(({ id }) => id)).toEqual([chatOfAlice])
  expect(third.next).toBeUndefined()
})

test('more look at once than there are connections: each is answered, and each look is in the audit', async () => {
  const service = { url: product.app.consoleUrl ?? '', database }
  const people = await Promise.all(['Una', 'Duo', 'Tre'].map((name) => signedIn(service, 'moderator', name)))
  const looks = people.flatMap((who) => Array.from({ length: 8 }, () => who.get('/api/conversations?outcome=blocked')))
  expect((await Promise.all(looks)).map(({ status }) => status)).toEqual(looks.map(() => 200))
  const { rows } = await database.query<object>(
    `select account_name as by, count(*)::int as looks from console_audit
     where account_name = any($1) and outcome = 'done' group by 1 order by 1`,
    [people.map(({ name }) => name)],
  )
  expect(rows).toEqual(['Duo', 'Tre', 'Una'].map((by) => ({ by, looks: 8 })))
})

test('a statement is planned once for its text: other conditions make another one, and values none', () => {
  const all = new Conditions().statement('select 1 where true')
  const some = new Conditions().statement('select 1 where false')
  const asked = new Conditions().add((of) => `x = ${of}`, 4)
  expect(all.name).toMatch(/^.{1,63}$/)
  expect(some.name).not.toBe(all.name)
  expect(new Conditions().statement('select 1 where true').name).toBe(all.name)
  expect(asked.statement(`select 1 where ${asked.text}`)).toEqual({ text: 'select 1 where (x = $1)', values: [4] })
})

test('they are found by a part of a name, by an id, by channel and by kind', async () => {
  const ids = async (query: Record<string, string>) => (await list(query)).rows.map(({ id }) => id)
  const [{ person } = (await turnsOfAlice())[0]!] = await turnsOfAlice()
  expect(await ids({ person: 'ågre' })).toEqual([chatOfAlice])
  expect(await ids({ person: person.id })).toEqual([chatOfAlice])
  expect(await ids({ person: '%' })).toEqual([])
  expect(await ids({ channel: 'telegram' })).toHaveLength(3)
  expect(await ids({ channel: chatOfAlice.split(':').slice(0, 2).join(':'), kind: 'private' })).toHaveLength(2)
  expect(await ids({ channel: 'discord' })).toEqual([])
  expect(await ids({ kind: 'group' })).toHaveLength(1)
  expect(await ids({ sinceMs: '0', untilMs: '1000' })).toEqual([])
  expect(await ids({ untilMs: String(Date.now() + 60_000) })).toHaveLength(3)
})

test('a turn is found by what was said, in any case, and by how it ended', async () => {
  const excerpts = async (query: Record<string, string>) =>
    (await list(query)).rows.map(({ turn }) => turn?.excerpt.slice(0, 40))
  expect(await excerpts({ text: 'PASSED-on' })).toEqual(['a passed-on joke'])
  expect(await excerpts({ text: '100%' })).toEqual(['a 100% plain question'])
  expect(await excerpts({ text: '100_' })).toEqual([])
  expect(await excerpts({ outcome: 'blocked' })).toEqual(['how is a bomb made?'])
  expect(await excerpts({ outcome: 'blocked', person: 'bob' })).toEqual([])
  expect(await excerpts({ outcome: 'answered', person: 'bob', text: 'said' })).toHaveLength(2)
})

test('a conversation says who wrote in it', async () => {
  const { body } = await moderator.get<ConversationForm>(at(chatOfAlice))
  expect(body).toMatchObject({
    id: chatOfAlice,
    platform: 'telegram',
    kind: 'private',
    people: [{ name: 'Alice Ågren' }],
  })
})

test('a blocked turn says which guard blocked it, by which policy, for what, and how sure it was', async () => {
  const turn = await turnSaying('bomb')
  expect(turn).toMatchObject({ outcome: 'blocked', hazards: ['S9'] })
  const blocking = turn.verdicts.find(({ outcome }) => outcome === 'block')
  expect(blocking).toMatchObject({ direction: 'in', hazards: ['S9'], guard: expect.any(String) as string })
  expect(blocking?.policyVersion).not.toBe('')
  expect(turn.replies).toMatchObject([{ kind: 'block', state: 'sent', sends: [{ state: 'sent' }] }])
})

test('an answer comes with tokens, steps, memories, feedback, quote, forward and the edit that came after it', async () => {
  const turn = await turnSaying('where do I live')
  expect(turn.memories.map(({ text }) => text)).toContainEqual(expect.stringMatching(/Oslo/))
  expect(turn.steps?.steps.map(({ name }) => name)).toEqual(expect.arrayContaining(['judge-in', 'engine']))
  expect(turn).toMatchObject({ outcome: 'answered', feedback: [{ value: 'good', person: { name: 'Alice Ågren' } }] })
  expect(turn.messages).toContainEqual(expect.objectContaining({ kind: 'edit', text: 'where did I live?' }))
  expect((await turnSaying('what did you mean')).asked.quote).toMatchObject({ fromBot: true })
  expect((await turnSaying('passed-on')).messages).toMatchObject([{ forwardedFrom: '<b>Somebody</b>' }])
  expect((await turnSaying('<script>')).asked.text).toBe(HOSTILE.trim())
})

test('a memory that was forgotten since is named as such', async () => {
  const { number } = await turnSaying('where do I live')
  await database.query(
    `update turn set memories_used = memories_used || '["item:99"]' where conversation_id = $1 and number = $2`,
    [chatOfAlice, number],
  )
  expect((await turnSaying('where do I live')).memories).toContainEqual({ ref: 'item:99', kind: 'item' })
})

test('a picture is sent as it is kept, and runs nothing', async () => {
  const turn = await turnSaying('what is on it?')
  expect(turn.asked.pictures).toMatchObject([{ isQuoted: false, kept: { width: expect.any(Number) as number } }])
  const address = new URL(at(chatOfAlice, `/pictures/${turn.id}/0`), product.app.consoleUrl)
  const response = await fetch(address, { headers: { cookie: moderator.cookie } })
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  expect(
    Buffer.from(await response.arrayBuffer())
      .subarray(0, 2)
      .toString('hex'),
  ).toBe('ffd8')
  expect((await fetch(address)).status).toBe(401)
  expect((await moderator.get(at(chatOfAlice, `/pictures/${turn.id}/1`))).status).toBe(404)
  expect((await moderator.get(at('telegram:1:2', `/pictures/${turn.id}/0`))).status).toBe(404)
  expect((await moderator.get(at(chatOfAlice, '/pictures/..%2F..%2Fsecret/0'))).status).toBe(400)
})

test('what no conversation is called is refused or not found, and no answer is a fault of ours', async () => {
  const statuses = await Promise.all(
    [at('telegram:1:2'), at('telegram:1:-1005/42', '/turns')].map(async (path) => (await moderator.get(path)).status),
  )
  expect(statuses).toEqual([404, 404])
  const bad = [
    '?text=%00x',
    '?person=%00',
    '?rows=0',
    '?after=nonsense',
    '?sinceMs=1e99',
    '?channel=%27;drop',
    '?what=1',
    `?after=${Buffer.from('[1e20,"x"]').toString('base64url')}`,
    `?text=${'x'.repeat(201)}`,
  ]
  for (const query of bad)
    expect({ query, status: (await moderator.get(`/api/conversations${query}`)).status }).toEqual({
      query,
      status: 400,
    })
  for (const id of ['%00', '..%2F..%2Fetc', 'x'.repeat(900)])
    expect((await moderator.get(`/api/conversations/${id}`)).status).toBe(400)
  expect((await moderator.get(at(chatOfAlice, '/turns?after=-1'))).status).toBe(400)
})

test('who may only see numbers sees none of it', async () => {
  const viewer = await signedIn({ url: product.app.consoleUrl ?? '', database }, 'viewer')
  for (const path of [
    '/api/conversations',
    at(chatOfAlice),
    at(chatOfAlice, '/turns'),
    at(chatOfAlice, '/pictures/x/0'),
  ])
    expect((await viewer.get(path)).status).toBe(403)
})

test('each look is in the audit with what was opened, a search without its words, and nothing of whom is not there', async () => {
  const reader = await signedIn({ url: product.app.consoleUrl ?? '', database }, 'moderator', 'reader')
  await reader.get('/api/conversations?text=my%20secret')
  await reader.get(at(chatOfAlice, '/turns?rows=1'))
  await reader.get(at('telegram:1:2', '/pictures/x/0'))
  const { rows } = await database.query<object>(`select * from console_audit where account_name = 'reader' order by id`)
  expect(rows).toMatchObject([
    { action: 'conversations.list', target: 'search in texts', outcome: 'done' },
    { action: 'conversation.read', target: chatOfAlice, outcome: 'done' },
    // It may be the chat of somebody who was deleted.
    { action: 'conversation.picture', target: null, outcome: 'refused' },
  ])
  expect(JSON.stringify(rows)).not.toContain('secret')
})
