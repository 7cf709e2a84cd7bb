import type pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type {
  AccessForm,
  DeletionForm,
  ExportForm,
  LimitsForm,
  MemoriesPage,
  MemoryForm,
  PersonForm,
  PersonRow,
} from '#console/api/forms/people.ts'
import type { PrivacyForm, ReceiptForm } from '#console/api/forms/privacy.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'
import { tablesWith } from '../kit/traces.ts'
import { unzipped } from '../kit/zip.ts'

const HOSTILE = `<script>alert(1)</script>\u202E'; drop table person; -- ${'x'.repeat(200)}`

let host: ModelHost
let product: Product
let database: pg.Client
let viewer: Operator
let moderator: Operator
let operator: Operator
let owner: Operator
beforeAll(async () => {
  host = await startModelHost()
  product = await startProduct({ host, env: { CHASQUI_ACCESS: 'pairing' } })
  database = await product.database()
  const at = { url: product.app.consoleUrl ?? '', database }
  viewer = await signedIn(at, 'viewer')
  moderator = await signedIn(at, 'moderator')
  operator = await signedIn(at, 'operator')
  owner = await signedIn(at, 'owner')
})
afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

/** What the background does, nothing tells of. */
const until = <Found>(look: () => Promise<Found | undefined>) =>
  vi.waitUntil(look, { timeout: 5_000, interval: 50 }) as Promise<Found>

const people = async (query: Record<string, string> = {}) =>
  (await moderator.get<{ rows: PersonRow[]; next?: string }>(`/api/people?${new URLSearchParams(query).toString()}`))
    .body

async function idOf(name: string): Promise<string> {
  const found = (await people()).rows.find(({ identities }) => identities[0]?.name === name)
  if (found === undefined) throw new Error(`${name} is nobody`)
  return found.id
}

/** Has written, was let in by an operator, and was told so. */
async function letIn(name: string) {
  const person = product.person(name)
  person.sends('hello')
  await person.hears(/[A-Z0-9]{8}/)
  await product.settled()
  const { codes } = (await moderator.get<AccessForm>('/api/access')).body
  const code = codes.find((each) => each.name === name)
  await moderator.send('POST', '/api/access/approve', { code: code?.code })
  await person.hears(/let in. Write/)
  return { person, id: await idOf(name) }
}

const memoriesOf = async (id: string) => (await moderator.get<MemoriesPage>(`/api/people/${id}/memories`)).body

test('a stranger waits with a code on top, is approved here and told, and the code works once', async () => {
  const sam = product.person('Sam')
  sam.sends('hello')
  await sam.hears(/[A-Z0-9]{8}/)
  await product.settled()
  expect((await people({ access: 'waiting' })).rows.map(({ identities }) => identities[0])).toMatchObject([
    { name: 'Sam', standing: 'stranger', isWaiting: true },
  ])
  const { codes } = (await moderator.get<AccessForm>('/api/access')).body
  expect(codes).toMatchObject([{ name: 'Sam', platform: 'telegram', person: await idOf('Sam') }])
  const approve = () => moderator.send('POST', '/api/access/approve', { code: codes[0]?.code.toLowerCase() })
  expect(await approve()).toMatchObject({ status: 200, body: { outcome: 'approved', name: 'Sam' } })
  await sam.hears(/let in. Write/)
  const again = await approve()
  expect(again).toMatchObject({ status: 404, body: { error: 'not-found' } })
  expect(again.body).toMatchObject({ message: expect.stringContaining('older than an hour') as string })
  expect((await people()).rows[0]?.identities[0]).toMatchObject({ standing: 'approved', isWaiting: false })
})

test('one identity, a whole person, and somebody who has not written yet are blocked and unblocked', async () => {
  const { person: bea, id } = await letIn('Bea')
  const identity = (await moderator.get<PersonForm>(`/api/people/${id}`)).body.identities[0]?.id ?? ''
  const block = (path: string, body = {}) => moderator.send('POST', path, body)
  expect((await block('/api/access/block', { identity })).body).toEqual({ outcome: 'blocked', name: 'Bea', person: id })
  expect((await people({ access: 'blocked' })).rows.map((row) => row.id)).toEqual([id])
  bea.sends('anybody there?')
  await product.settled()
  expect((await block(`/api/people/${id}/unblock`)).body).toEqual({ outcome: 'unblocked', person: id })
  expect((await block(`/api/people/${id}/block`)).body).toEqual({ outcome: 'blocked', person: id })
  expect((await block('/api/access/unblock', { identity })).body).toMatchObject({ outcome: 'unblocked' })
  expect((await block('/api/access/unblock', { identity })).body).toEqual({ outcome: 'not-blocked' })
  const stranger = 'telegram:123456:4242'
  expect((await block('/api/access/block', { identity: stranger })).body).toEqual({ outcome: 'blocked' })
  const { blockedOthers } = (await moderator.get<AccessForm>('/api/access')).body
  expect(blockedOthers).toMatchObject([{ identity: stranger }])
  await block('/api/access/unblock', { identity: stranger })
  for (const wrong of ['4242', 'pigeon:1:2', `telegram:1:${'2'.repeat(300)}`, 'telegram:1:2 3']) {
    expect((await block('/api/access/block', { identity: wrong })).status).toBe(400)
  }
})

test('people are listed by their newest activity, page by page, and found by name, id and platform', async () => {
  const { person: cleo, id } = await letIn('Cleo Ångström')
  cleo.sends('one more')
  await cleo.hears(/You said: .*one more/s)
  const first = await people({ rows: '1' })
  expect(first.rows.map((row) => row.id)).toEqual([id])
  const rest = await people({ after: first.next ?? '' })
  expect(rest.rows.map((row) => row.id)).not.toContain(id)
  const times = rest.rows.map(({ atMs }) => atMs)
  expect(times).toEqual(times.toSorted((one, other) => other - one))
  const identity = first.rows[0]?.identities[0]?.id ?? ''
  for (const search of ['ångst', 'CLEO', identity, identity.slice(0, -1), id]) {
    expect((await people({ search })).rows.map((row) => row.id)).toContain(id)
  }
  for (const search of ['%', '_', `' or 1=1 --`, HOSTILE.slice(0, 100).replaceAll(/\p{Cc}/gu, '')]) {
    expect((await people({ search })).rows).toEqual([])
  }
  expect((await people({ platform: 'discord' })).rows).toEqual([])
  expect((await people({ platform: 'telegram', search: 'cleo' })).rows).toHaveLength(1)
})

test('a person shows who they are and how much there is of them', async () => {
  const { person: dan, id } = await letIn('Dan')
  dan.sends('what is tea?')
  const { messageId } = await dan.hears(/You said: .*tea/s)
  dan.reacts(messageId, '👍')
  dan.sends('/private on')
  await dan.hears(/private/i)
  await product.settled()
  expect((await moderator.get<PersonForm>(`/api/people/${id}`)).body).toMatchObject({
    id,
    identities: [{ name: 'Dan', platform: 'telegram', standing: 'approved', lastSeenMs: expect.any(Number) as number }],
    counts: { turns: 3, blocked: 0, feedbackGood: 1, feedbackBad: 0 },
    memory: { isOff: false, privateChats: 1 },
    limits: { settings: { burst: 30, perMinute: 20 } },
  })
  expect((await moderator.get('/api/people/nobody')).status).toBe(404)
  expect((await moderator.get('/api/people/no%20body')).status).toBe(400)
})

test('a person with own limits is limited by them, and of two operators the second is told what they are now', async () => {
  const { person: eli, id } = await letIn('Eli')
  const set = (burst: number | null, seenAtMs: number | null) =>
    operator.send<LimitsForm & { now?: LimitsForm }>('PUT', `/api/people/${id}/limits`, {
      burst,
      perMinute: 1,
      seenAtMs,
    })
  const { body } = await set(1, null)
  expect(body.own).toMatchObject({ burst: 1, perMinute: 1 })
  const second = await set(9, null)
  expect(second).toMatchObject({ status: 409, body: { error: 'conflict', now: { own: body.own } } })
  eli.sends('the first')
  await eli.hears(/You said: .*the first/s)
  eli.sends('the second')
  await eli.hears(/short break/)
  expect((await set(0, body.own?.changedAtMs ?? null)).status).toBe(200)
  eli.sends('the third')
  await eli.hears(/You said: .*the third/s)
  for (const wrong of [{ burst: -1 }, { burst: 1.5 }, { burst: 1e9 }, { burst: '1' }]) {
    const sent = { perMinute: 1, seenAtMs: null, ...wrong }
    expect((await operator.send('PUT', `/api/people/${id}/limits`, sent)).status).toBe(400)
  }
})

test('a memory is edited and says so; an edit of what was changed meanwhile is a conflict, and nothing is lost', async () => {
  const { person: fay, id } = await letIn('Fay')
  fay.sends('/remember I like saffron rice')
  await fay.hears(/saffron/)
  const [memory] = (await memoriesOf(id)).rows
  expect(memory).toMatchObject({ origin: 'told', text: 'I like saffron rice', isOfGroup: false })
  const { number = 0, text: seen = '' } = memory ?? {}
  const edit = (text: string, from = seen) =>
    operator.send<MemoryForm & { now?: MemoryForm }>('PUT', `/api/people/${id}/memories/${number}`, {
      text,
      seen: from,
    })
  expect((await edit(HOSTILE)).body).toMatchObject({ text: HOSTILE, editedAtMs: expect.any(Number) as number })
  const late = await edit('I like nothing')
  expect(late).toMatchObject({ status: 409, body: { error: 'conflict', now: { text: HOSTILE } } })
  expect((await memoriesOf(id)).rows).toMatchObject([{ number, text: HOSTILE, origin: 'told' }])
  expect((await database.query('select from person limit 1')).rowCount).toBe(1)
  for (const wrong of ['', '   ', 'x'.repeat(10_000), '\u200B\u2063'])
    expect((await edit(wrong, HOSTILE)).status).toBe(400)
  const forget = (what: string) => operator.send('DELETE', `/api/people/${id}/memories/${number}`, { seen: what })
  expect(await forget(seen)).toMatchObject({ status: 409, body: { now: { text: HOSTILE } } })
  expect(await forget(HOSTILE)).toMatchObject({ status: 200, body: { memories: 1 } })
  expect(await forget(HOSTILE)).toMatchObject({ status: 404 })
  fay.sends('/remember I like tea')
  await fay.hears(/tea/)
  expect(await operator.send('DELETE', `/api/people/${id}/memories`)).toMatchObject({
    status: 200,
    body: { memories: 1 },
  })
  expect((await memoriesOf(id)).counts).toEqual({ current: 0, past: 0, passages: 0 })
})

test('an export is made in the background, downloaded as a zip, and is then gone', async () => {
  const { person: gus, id } = await letIn('Gus')
  gus.sends('/remember I keep bees')
  await gus.hears(/bees/)
  const path = `/api/people/${id}/export`
  expect((await owner.get<ExportForm>(path)).body).toEqual({ state: 'none', files: [] })
  expect((await owner.send<ExportForm>('POST', path)).body.state).toBe('making')
  const ready = await until(async () => {
    const { body } = await owner.get<ExportForm>(path)
    return body.state === 'making' ? undefined : body
  })
  expect(ready).toMatchObject({
    state: 'ready',
    files: [{ name: expect.stringMatching(/^chasqui-export-.*\.zip$/) as string }],
  })
  const response = await fetch(new URL(`${path}/0`, product.app.consoleUrl), { headers: { cookie: owner.cookie } })
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${ready.files[0]?.name}"`)
  const files = await unzipped(Buffer.from(await response.arrayBuffer()))
  expect(files.get('export.json')?.toString()).toContain('I keep bees')
  const gone = await until(async () => {
    const { body } = await owner.get<ExportForm>(path)
    return body.state === 'none' ? body : undefined
  })
  expect(gone.files).toEqual([])
  expect((await owner.get(`${path}/0`)).status).toBe(404)
})

const done = (receipt: string) =>
  until(async () => {
    const { body } = await owner.get<ReceiptForm>(`/api/receipts/${receipt}`)
    return body.state === 'done' ? body : undefined
  })

test('a person is deleted with a receipt that does not say who it was, and nothing of them is left', async () => {
  const { person: hal, id } = await letIn('Hal')
  hal.sends('/remember I collect zeppelins')
  await hal.hears(/zeppelins/)
  await memoriesOf(id)
  const first = await owner.send<DeletionForm>('DELETE', `/api/people/${id}`)
  const { receipt } = first.body
  const again = await owner.send<DeletionForm>('DELETE', `/api/people/${id}`)
  // Asked for again while it waits it is the same; afterwards there is nobody.
  expect([receipt, undefined]).toContain(again.body.receipt)
  expect(await done(receipt)).toMatchObject({
    askedBy: 'console',
    doneAtMs: expect.any(Number) as number,
    counts: expect.arrayContaining([
      { what: 'rows.person', count: 1 },
      { what: 'rows.memory_item', count: 1 },
    ]) as object[],
  })
  expect((await moderator.get(`/api/people/${id}`)).status).toBe(404)
  expect((await moderator.get(`/api/people/${id}/memories`)).status).toBe(404)
  await until(async () => ((await tablesWith(database, [id, 'zeppelins'])).length === 0 ? true : undefined))
  expect((await owner.get<{ rows: ReceiptForm[] }>('/api/receipts')).body.rows.map((row) => row.id)).toContain(receipt)
})

test('a deletion that a person asks for in a chat leaves a receipt too', async () => {
  const { person: ida } = await letIn('Ida')
  ida.sends('/deleteme yes')
  await ida.hears(/delet/i)
  const receipt = await until(async () => {
    const { rows } = (await owner.get<{ rows: ReceiptForm[] }>('/api/receipts')).body
    return rows.find(({ askedBy }) => askedBy === 'person')?.id
  })
  expect((await done(receipt)).counts).toContainEqual({ what: 'rows.person', count: 1 })
})

test('a deletion that was given up is tried again from its receipt, and one that was not is left alone', async () => {
  const { id } = await letIn('Kim')
  await database.query(
    `insert into deletion_receipt (id, asked_by, asked_at) values ('kims', 'console', now()), ('lost', 'console', now())`,
  )
  await database.query(
    `insert into job (name, key, run_after, tries, created_at) values ('delete-person', $1 || '/kims', null, 9, now())`,
    [id],
  )
  type Answer = ReceiptForm & { message: string; now: ReceiptForm }
  const retry = (receipt: string) => owner.send<Answer>('POST', `/api/receipts/${receipt}/retry`)
  expect((await owner.get<ReceiptForm>('/api/receipts/kims')).body.state).toBe('failed')
  expect(await retry('kims')).toMatchObject({ status: 200, body: { id: 'kims' } })
  expect((await done('kims')).counts).toContainEqual({ what: 'rows.person', count: 1 })
  expect(await retry('kims')).toMatchObject({ status: 409, body: { now: { state: 'done' } } })
  expect(await retry('lost')).toMatchObject({ status: 409, body: { now: { state: 'failed' } } })
  expect((await retry('lost')).body.message).toMatch(/delete them again/)
  expect((await retry('nothing')).status).toBe(404)
  expect((await operator.send('POST', '/api/receipts/kims/retry')).status).toBe(403)
  const { rows } = await database.query(
    `select target, outcome from console_audit where action = 'person.delete-again' order by id limit 2`,
  )
  expect(rows).toEqual([
    { target: 'kims', outcome: 'done' },
    { target: 'kims', outcome: 'refused' },
  ])
  await database.query(`delete from deletion_receipt where id = 'lost'`)
})

test('counts and retention are for viewers, and receipts for owners', async () => {
  expect((await viewer.get<PrivacyForm>('/api/memory')).body).toMatchObject({
    counts: { people: expect.any(Number) as number, items: { profile: 0 } },
    settings: { turnsDays: 365, picturesDays: 30, memory: { isOn: true, factsDays: 730 } },
    embedder: { kind: 'off' },
  })
  expect((await operator.get('/api/receipts')).status).toBe(403)
  expect((await viewer.get('/api/people')).status).toBe(403)
})

test('each look at a person and each change is in the audit, and who asked', async () => {
  const { id } = await letIn('Jo')
  await moderator.get(`/api/people/${id}`)
  await memoriesOf(id)
  await operator.send('DELETE', `/api/people/${id}/memories/7`, { seen: 'nothing' })
  const { rows } = await database.query(
    'select account_name, action, target, outcome from console_audit where about_person = $1 order by id',
    [id],
  )
  expect(rows).toEqual([
    { account_name: 'moderator', action: 'person.approve', target: null, outcome: 'done' },
    { account_name: 'moderator', action: 'person.open', target: null, outcome: 'done' },
    { account_name: 'moderator', action: 'memories.read', target: null, outcome: 'done' },
    { account_name: 'operator', action: 'memory.forget', target: 'memory 7', outcome: 'refused' },
  ])
})
