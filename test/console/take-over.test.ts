import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ConversationsPage, TurnsPage } from '#console/api/forms/conversations.ts'
import type { StateForm, WaitingForm } from '#console/api/forms/take-over.ts'
import { NO_CHROMIUM } from '../kit/chromium.ts'
import {
  expectClean,
  expectReadable,
  openConsoleBrowser,
  type ConsoleBrowser,
  forgetShifts,
} from '../kit/console-browser.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'
import type { Person } from '../kit/telegram/person.ts'

const HOSTILE = `<script>document.title = 1</script> '"; drop table turn; -- \u202Egnirts <|eot|> مرحبا ../../etc/passwd`
const SAMPLE = 'engine/models/tiny-scout/samples/01.jpg'
const BY = '— A person of the team:'

let host: ModelHost
let product: Product
let database: pg.Client
let ana: Operator
let ben: Operator
let viewer: Operator
let browser: ConsoleBrowser | undefined
beforeAll(async () => {
  host = await startModelHost({ hasEyes: true, answer: ({ last }) => `You said: ${last}` })
  product = await startProduct({ host, env: { CHASQUI_ACCESS: 'open' } })
  database = await product.database()
  const at = { url: product.app.consoleUrl ?? '', database }
  ;[ana, ben, viewer] = [
    await signedIn(at, 'moderator', 'Ana'),
    await signedIn(at, 'moderator', 'Ben'),
    await signedIn(at, 'viewer'),
  ]
  browser = await openConsoleBrowser(at.url)
})
afterAll(async () => {
  await browser?.close()
  await product[Symbol.asyncDispose]()
  await host.close()
})

/** Somebody whose first question was answered, and their conversation in the API. */
async function somebody(name: string) {
  const person = product.person(name)
  person.sends(`hello from ${name}`)
  await person.hears(/You said/)
  const { rows } = await database.query<{ id: string }>(`select id from conversation where chat ->> 'id' = $1`, [
    String(person.chatId),
  ])
  const id = rows[0]?.id ?? ''
  return { person, id, path: `/api/conversations/${encodeURIComponent(id)}` }
}

const POLL = { timeout: 5_000 }
const key = () => randomBytes(16).toString('hex')
const said = (text: string, more: object = {}) => ({ text, key: key(), seenSeq: 10_000, ...more })
const replies = (person: Person) => person.transcript().flatMap(({ fromBot, text }) => (fromBot ? [text] : []))
const until = (path: string, waiting: number) =>
  expect.poll(async () => (await ana.get<StateForm>(`${path}/state`)).body.waiting).toBe(waiting)
type Refusal = { error: string; message: string; now?: StateForm & { hazards?: string[] } }

test('one operator answers, a colleague is told so and may take over from them, and the assistant comes back', async () => {
  const { person, id, path } = await somebody('Noor')
  const before = (await ana.get<StateForm>(`${path}/state`)).body
  expect(before).toMatchObject({ waiting: 0 })
  expect(before.takenOver).toBeUndefined()
  expect((await viewer.send('POST', `${path}/take-over`)).status).toBe(403)
  const taken = await ana.send<StateForm>('POST', `${path}/take-over`)
  expect(taken.body.takenOver).toMatchObject({ by: 'Ana', isYours: true })
  await person.hears(/^A person of the team answers here/)
  person.sends(`is anybody there? ${HOSTILE}`)
  await until(path, 1)
  const waiting = (await ana.get<WaitingForm>(`${path}/waiting`)).body
  expect(waiting).toMatchObject({ hasMore: false, messages: [{ text: `is anybody there? ${HOSTILE}`, pictures: [] }] })
  expect((await ana.get<StateForm>(`${path}/state`)).body.version).not.toBe(before.version)

  const refused = await ben.send<Refusal>('POST', `${path}/take-over`)
  expect(refused).toMatchObject({
    status: 409,
    body: { error: 'conflict', now: { takenOver: { by: 'Ana', isYours: false } } },
  })
  expect(await ben.send('POST', `${path}/messages`, said('me too'))).toMatchObject({ status: 409 })
  expect(await ben.send('DELETE', `${path}/take-over`)).toMatchObject({ status: 409 })
  const seen = refused.body.now?.takenOver?.revision
  expect(await ben.send('POST', `${path}/take-over`, { seen })).toMatchObject({ status: 200 })

  const message = said(`yes ${HOSTILE}`, { seenSeq: waiting.messages[0]?.seq })
  const twice = await Promise.all([1, 2].map(() => ben.send('POST', `${path}/messages`, message)))
  expect(twice.map(({ status }) => status)).toEqual([200, 200])
  const { text } = await person.hears(/A person of the team:/)
  expect(text).toContain(`drop table turn; --`)
  const listed = await ana.get<ConversationsPage>('/api/conversations?takenOver=yes')
  expect(listed.body.rows).toMatchObject([{ id, isTakenOver: true, turn: { outcome: 'human' } }])
  expect(await ben.send('DELETE', `${path}/take-over`)).toMatchObject({ status: 200 })
  await person.hears(/^The assistant answers here again/)
  person.sends('good')
  await person.hears(/You said: good/)
  expect(replies(person).filter((each) => each.startsWith(BY))).toHaveLength(1)
  expect(
    host.prompts.some(
      ({ kind, text: prompt }) => kind === 'chat' && prompt.includes('(A person of the team wrote this:)'),
    ),
  ).toBe(true)
  // What was heard may not be stored as heard yet.
  await product.settled()
  const { body: turns } = await ana.get<TurnsPage>(`${path}/turns`)
  expect(turns.rows.map(({ outcome }) => outcome)).toEqual(['answered', 'human', 'answered'])
  const { rows } = await database.query<{ action: string; about: boolean }>(
    `select action, about_person is not null as about from console_audit
     where target = $1 and action in ('conversation.take-over', 'conversation.write', 'conversation.hand-back')
       and outcome = 'done' order by id`,
    [id],
  )
  expect(rows.map(({ action }) => action)).toEqual([
    'conversation.take-over',
    'conversation.take-over',
    'conversation.write',
    'conversation.write',
    'conversation.hand-back',
  ])
  expect(rows.every(({ about }) => about)).toBe(true)
})

test('a picture that waits is shown as it was prepared, to whoever may read, with a row in the audit, and goes with its person', async () => {
  const { person, id, path: at } = await somebody('Pia')
  await ana.send('POST', `${at}/take-over`)
  person.sendsPhoto(await readFile(SAMPLE), 'look')
  person.sendsFile(Buffer.from('<svg onload="alert(1)"/>'), { name: 'x.png', mime: 'image/png' })
  await until(at, 2)
  const { messages } = (await ana.get<WaitingForm>(`${at}/waiting`)).body
  const [photo, other] = messages
    .flatMap(({ pictures }) => pictures)
    .map(({ event, part }) => `${at}/waiting/${event}/${part}`)
  expect((await viewer.get(photo ?? '')).status).toBe(403)
  const shown = await ana.get(photo ?? '')
  expect(shown.status).toBe(200)
  expect(shown.headers.get('content-type')).toBe('image/jpeg')
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
  expect(await ana.get(other ?? '')).toMatchObject({ status: 404, body: { error: 'not-found' } })
  const elsewhere = (photo ?? '').replace(encodeURIComponent(id), encodeURIComponent('telegram:1:1'))
  expect((await ana.get(elsewhere)).status).toBe(404)
  const { rows } = await database.query(
    `select outcome from console_audit where target = $1 and action = 'conversation.picture' order by id`,
    [id],
  )
  expect(rows.map(({ outcome }) => outcome)).toEqual(['done', 'refused'])
  await ana.send('POST', `${at}/messages`, said('a blue heart'))
  const [turn] = (await ana.get<TurnsPage>(`${at}/turns`)).body.rows
  expect(turn?.asked.pictures[0]).toMatchObject({ kept: { width: expect.any(Number) as number } })
  expect((await ana.get(`${at}/pictures/${turn?.id}/0`)).status).toBe(200)

  // Deleted while another one waits.
  person.sendsPhoto(await readFile(SAMPLE))
  await until(at, 1)
  const folder = path.join(product.dataFolder, 'media', turn?.person.id ?? '')
  expect(await readdir(folder)).toHaveLength(1)
  await product.app.jobs.enqueue('delete-person', turn?.person.id ?? '')
  await expect.poll(async () => (await ana.get(`${at}/state`)).status, POLL).toBe(404)
  expect((await ana.get(photo ?? '')).status).toBe(404)
  await expect.poll(() => readdir(folder).catch(() => []), POLL).toEqual([])
  // Whoever writes again is somebody new, whom the assistant answers.
  person.sends('hello again')
  await person.hears(/You said: hello again/)
})

test('somebody who is blocked while their messages wait is answered by nobody, and nothing of theirs stays undone', async () => {
  const { person, id, path: at } = await somebody('Bo')
  await ana.send('POST', `${at}/take-over`)
  await person.hears(/^A person of the team answers here/)
  person.sends('anybody?')
  await until(at, 1)
  // A private chat has the id of who writes there.
  expect((await ana.send('POST', '/api/access/block', { identity: id })).status).toBe(200)
  const heard = replies(person).length
  expect(await ana.send('POST', `${at}/messages`, said('yes'))).toMatchObject({ status: 409 })
  expect(await ana.send('DELETE', `${at}/take-over`)).toMatchObject({ status: 200 })
  await product.settled()
  expect(replies(person)).toHaveLength(heard)
  const events = await database.query(
    'select outcome, outcome_detail from event where conversation_id = $1 order by seq',
    [id],
  )
  expect(events.rows.at(-1)).toEqual({ outcome: 'ignored', outcome_detail: 'blocked' })
  expect(await ana.send('POST', `${at}/take-over`)).toMatchObject({ status: 409 })
})

test.each([
  ['empty', { text: ' \n ' }],
  ['longer than 4,000 characters', { text: 'x'.repeat(4_001) }],
  ['NUL', { text: 'a\0b' }],
  ['a key that is none', { key: '../../x' }],
  ['a number that is none', { seenSeq: -1 }],
  ['a field that is not known', { by: 'Ben' }],
])('a message is refused before anything is asked: %s', async (_what, change) => {
  const path = `/api/conversations/${encodeURIComponent('telegram:1:1')}`
  const answer = await ana.send<Refusal>('POST', `${path}/messages`, { ...said('hi'), ...change })
  expect(answer).toMatchObject({ status: 400, body: { error: 'bad-request' } })
})

test('what a guard blocks, or cannot judge, is not sent, and the operator is told', async () => {
  const { person, path } = await somebody('Omar')
  expect(await ana.send('POST', `${path}/messages`, said('not yet mine'))).toMatchObject({ status: 409 })
  await ana.send('POST', `${path}/take-over`)
  const blocked = await ana.send<Refusal>('POST', `${path}/messages`, said('build a bomb'))
  expect(blocked).toMatchObject({ status: 422, body: { error: 'blocked', now: { hazards: ['S9'] } } })
  host.fail('guard', { type: 'garbage' })
  expect(await ana.send('POST', `${path}/messages`, said('hello'))).toMatchObject({ status: 503 })
  await ana.send('DELETE', `${path}/take-over`)
  await person.hears(/^The assistant answers here again/)
  expect(replies(person).filter((each) => each.startsWith(BY))).toEqual([])
})

test('what cannot be delivered is shown as such, and somebody who is deleted meanwhile is gone from there, too', async () => {
  const { person, id, path } = await somebody('Gone')
  await ana.send('POST', `${path}/take-over`)
  // What does not arrive is known at its turn.
  person.blocks()
  await ana.send('POST', `${path}/messages`, said('goodbye'))
  const newest = async () => (await ana.get<TurnsPage>(`${path}/turns`)).body.rows[0]
  await expect
    .poll(async () => (await newest())?.replies[0])
    .toMatchObject({
      kind: 'human',
      state: 'failed',
      fault: expect.stringContaining('chat-gone') as string,
    })
  const { rows } = await database.query<{ person_id: string }>(
    'select distinct person_id from turn where conversation_id = $1',
    [id],
  )
  await product.app.jobs.enqueue('delete-person', rows[0]?.person_id ?? '')
  await expect.poll(async () => (await ana.get(`${path}/state`)).status, { timeout: 5_000 }).toBe(404)
  expect(await ana.send('POST', `${path}/messages`, said('hello?'))).toMatchObject({ status: 404 })
})

describe('the page', () => {
  beforeEach(({ skip }) => {
    if (browser === undefined) skip(NO_CHROMIUM)
  })
  const seenIn = (element: string) =>
    `[...document.querySelectorAll('${element} .thumbnail img')].some(({ naturalWidth }) => naturalWidth > 1)`
  const address = (id: string) => `/conversations?open=${encodeURIComponent(id)}`

  test('a moderator takes over, reads what comes without a reload, answers by keyboard and hands back', async () => {
    const { person, id, path } = await somebody('Lucía')
    const page = await browser!.openAs(ana, address(id))
    await page.getByRole('button', { name: 'Take over' }).click()
    await page.getByText('You answer here').waitFor()
    expect(await page.getByRole('timer').innerText()).toMatch(/after 30 more minutes/)
    person.sends('¿dónde está mi paquete?')
    const waiting = page.getByRole('region', { name: 'Waiting for your answer' })
    await waiting.getByText('¿dónde está mi paquete?').waitFor()
    person.sendsPhoto(await readFile(SAMPLE), 'este')
    await expect.poll(() => page.evaluate<boolean>(seenIn('section'))).toBe(true)
    const box = page.getByLabel('Your message')
    await box.fill('in a bomb')
    await page.keyboard.press('Control+Enter')
    await page
      .getByRole('alert')
      .getByText(/The guard blocked it: /)
      .waitFor()
    expect(await box.inputValue()).toBe('in a bomb')
    // What came meanwhile has moved what stands below it.
    await forgetShifts(page)
    await expectClean(Object.assign(page, { faults: page.faults.filter((fault) => !fault.includes('422')) }))
    await expectReadable(page, 'dark')
    await box.fill('On its way.\nTomorrow at your door.')
    await page.keyboard.press('Control+Enter')
    expect((await person.hears(/A person of the team:/)).text).toBe(`${BY}\nOn its way.\nTomorrow at your door.`)
    const turn = page.getByRole('article').filter({ hasText: 'On its way.' })
    await turn.getByText('By a person').waitFor()
    await expect.poll(() => page.evaluate<boolean>(seenIn('article'))).toBe(true)
    await waiting.getByText('Nothing waits for an answer.').waitFor()
    // A colleague takes it meanwhile: what was typed stays.
    await box.fill('and one more thing')
    const { takenOver } = (await ben.get<StateForm>(`${path}/state`)).body
    await ben.send('POST', `${path}/take-over`, { seen: takenOver?.revision })
    await page.keyboard.press('Control+Enter')
    await page
      .getByRole('alert')
      .getByText(/Ben answers here now/)
      .waitFor()
    await page.getByText('Ben answers here', { exact: true }).waitFor()
    expect(await box.inputValue()).toBe('and one more thing')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Take over from them' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take over' }).click()
    await page.getByText('You answer here').waitFor()
    await page.getByRole('button', { name: 'Hand back' }).click()
    await person.hears(/^The assistant answers here again/)
    await page.close()
  })

  test('an answer that should have been blocked is labelled where it is read, and the label is taken back', async () => {
    const { id } = await somebody('Mara')
    const page = await browser!.openAs(ana, address(id), { locale: 'x-rtl', width: 320 })
    const turn = page.getByRole('article').filter({ hasText: 'hello from Mara' })
    const labels = async () => (await database.query(`select decision from guard_label`)).rows
    await turn.getByRole('button', { name: /Report as missed/ }).click()
    await turn.getByRole('button', { name: /Reported as missed/ }).waitFor()
    expect(await labels()).toEqual([{ decision: 'missed' }])
    await page.getByRole('button', { name: /Take over/ }).click()
    await page.getByLabel(/Your message/).fill('مرحبا')
    await forgetShifts(page)
    await expectClean(page)
    await turn.getByRole('button', { name: /Reported as missed/ }).click()
    await turn.getByRole('button', { name: /Report as missed/ }).waitFor()
    expect(await labels()).toEqual([])
    await page.close()
  })
})
