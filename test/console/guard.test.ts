import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AboutForm, BlockForm, BlocksPage, GuardPlotForm, TriedForm } from '#console/api/forms/guard.ts'
import { NO_CHROMIUM } from '../kit/chromium.ts'
import { expectClean, openConsoleBrowser, type ConsoleBrowser } from '../kit/console-browser.ts'
import { asked, signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'

const HOSTILE = `<script>alert(1)</script> '"; drop table turn; -- \u202Egnirts مرحبا ../../etc/passwd bomb`
const SAMPLE = 'engine/models/tiny-scout/samples/01.jpg'

let host: ModelHost
let product: Product
let database: pg.Client
let viewer: Operator
let moderator: Operator
let colleague: Operator
let owner: Operator
let clean: string
beforeAll(async () => {
  host = await startModelHost({
    hasEyes: true,
    answer: ({ last }) => (last.includes('answer me badly') ? 'First comes the bomb.' : `You said: ${last}`),
    isUnsafePicture: async () => false,
  })
  product = await startProduct({ host, env: { CHASQUI_ACCESS: 'open' } })
  database = await product.database()
  const at = { url: url(), database }
  viewer = await signedIn(at, 'viewer')
  moderator = await signedIn(at, 'moderator')
  colleague = await signedIn(at, 'moderator', 'Bea')
  owner = await signedIn(at, 'owner')
  const alice = product.person('Alice <b>Ågren</b>')
  alice.sends(HOSTILE)
  await alice.hears(/can't|cannot|not/i)
  alice.sends('please answer me badly')
  await alice.hears(/can't|cannot|not/i)
  alice.sends('/remember that I like a bomb')
  await alice.hears(/can't|cannot|not/i)
  alice.sendsPhoto(await readFile(SAMPLE), 'is this a bomb?')
  await alice.hears(/can't|cannot|not/i)
  alice.sends('a plain question')
  await alice.hears(/You said: .*a plain question/s)
  await product.settled()
  const { rows } = await database.query<{ id: string }>(`select id from turn where state = 'answered'`)
  clean = rows[0]?.id ?? ''
})
afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

const url = () => product.app.consoleUrl ?? ''
const list = async (query: Record<string, string> = {}) =>
  (await moderator.get<BlocksPage>(`/api/guard/blocks?${new URLSearchParams(query).toString()}`)).body
const at = (turn: string) => `/api/guard/blocks/${turn}`
const open = async (turn: string) => (await moderator.get<BlockForm>(at(turn))).body
const blockOf = async (part: string): Promise<BlockForm> => {
  const { rows } = await list({ decided: 'all' })
  const blocks = await Promise.all(rows.map(({ turn }) => open(turn)))
  const found = blocks.find(({ text }) => text?.includes(part))
  if (found === undefined) throw new Error(`no block says ${part}`)
  return found
}
type Refusal = { error: string; message: string }

test('blocks are listed page by page without a word of anybody, and by what they were', async () => {
  const first = await list({ rows: '2' })
  const second = await list({ rows: '2', after: first.next ?? '' })
  const rows = [...first.rows, ...second.rows]
  expect(rows.map(({ direction }) => direction)).toEqual(['in', 'in', 'out', 'in'])
  expect(rows[0]).toMatchObject({ hazards: ['S9'], guard: 'llama-guard', platform: 'telegram' })
  expect(rows[0]?.probability).toBeGreaterThan(0.5)
  expect(second.next).toBeUndefined()
  expect(JSON.stringify(rows)).not.toMatch(/bomb|Alice/)
  const counts = async (query: Record<string, string>) => (await list(query)).rows.length
  expect(await counts({ direction: 'out' })).toBe(1)
  expect(await counts({ hazard: 'S9' })).toBe(4)
  expect(await counts({ hazard: 'S1' })).toBe(0)
  expect(await counts({ channel: 'telegram' })).toBe(4)
  expect(await counts({ channel: 'discord' })).toBe(0)
  expect(await counts({ sinceMs: String(Date.now() + 1_000) })).toBe(0)
})

test('a block shows what was judged, of a question, an answer and a command, and is in the audit with its person', async () => {
  const question = await blockOf('drop table')
  expect(question).toMatchObject({ text: HOSTILE, direction: 'in', outcome: 'blocked', pictures: [] })
  expect(question).toMatchObject({ model: expect.any(String), policyVersion: expect.any(String), hazards: ['S9'] })
  expect(question.person.name).toBe('Alice <b>Ågren</b>')
  const answer = await blockOf('First comes')
  expect(answer).toMatchObject({ direction: 'out', text: 'First comes the bomb.', asked: 'please answer me badly' })
  expect(await blockOf('I like a bomb')).toMatchObject({ direction: 'in' })
  const photo = await blockOf('is this a bomb')
  expect(photo.pictures).toEqual([true])
  const picture = `/api/conversations/${encodeURIComponent(photo.conversation)}/pictures/${photo.turn}/0`
  expect((await moderator.get(picture)).headers.get('content-type')).toBe('image/jpeg')
  const { rows } = await database.query(
    `select about_person, outcome from console_audit where action = 'guard.read' and target = $1 limit 1`,
    [answer.turn],
  )
  expect(rows).toEqual([{ about_person: answer.person.id, outcome: 'done' }])
  expect((await moderator.get(at('nothing'))).status).toBe(404)
})

test('a label is put, seen by a colleague, changed only by who has seen it, and taken back', async () => {
  const { turn } = await blockOf('drop table')
  const label = (by: Operator, body: object) => by.send<BlockForm & Refusal>('PUT', `${at(turn)}/label`, body)
  const { body: mine } = await label(moderator, { decision: 'upheld', note: ' <img src=x onerror=alert(1)> ' })
  expect(mine.label).toMatchObject({ decision: 'upheld', note: '<img src=x onerror=alert(1)>', by: 'moderator' })
  const late = await label(colleague, { decision: 'overturned' })
  expect(late.status).toBe(409)
  expect(late.body.message).toMatch(/^moderator has labelled this meanwhile/)
  const hers = await label(colleague, { decision: 'overturned', seen: mine.label?.revision })
  expect(hers.body.label).toMatchObject({ decision: 'overturned', by: 'Bea' })
  const undone = { seen: mine.label?.revision ?? '' }
  expect((await moderator.send('DELETE', `${at(turn)}/label`, undone)).status).toBe(409)
  expect((await list()).rows.map((row) => row.turn)).not.toContain(turn)
  expect((await list({ decided: 'yes', decision: 'overturned' })).rows).toMatchObject([{ turn }])
  const seen = { seen: hers.body.label?.revision ?? '' }
  const { body } = await moderator.send<BlockForm>('DELETE', `${at(turn)}/label`, seen)
  expect(body.label).toBeUndefined()
  expect((await list()).rows.map((row) => row.turn)).toContain(turn)
})

test('what was let through can be labelled as missed, and nothing else', async () => {
  const refused = await moderator.send('PUT', `${at(clean)}/label`, { decision: 'upheld' })
  expect(refused.status).toBe(404)
  const { body } = await moderator.send<BlockForm>('PUT', `${at(clean)}/label`, { decision: 'missed' })
  expect(body).toMatchObject({ outcome: 'answered', asked: 'a plain question', label: { decision: 'missed' } })
  expect((await list({ decided: 'yes', decision: 'missed' })).rows).toMatchObject([{ turn: clean, hazards: [] }])
})

test('labels are exported line by line by the owner, with texts only if asked for, after a proof', async () => {
  const { turn } = await blockOf('drop table')
  await moderator.send('PUT', `${at(turn)}/label`, { decision: 'false-positive', note: '=HYPERLINK("x")' })
  const lines = async (query: string) => {
    const response = await fetch(new URL(`/api/guard/labels.jsonl${query}`, url()), {
      headers: { cookie: owner.cookie },
    })
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="guard-labels.jsonl"')
    const text = await response.text()
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  }
  const without = (await lines('')).find((line) => line['turn'] === turn)
  expect(without).toMatchObject({ decision: 'false-positive', by: 'moderator', hazards: ['S9'], direction: 'in' })
  expect(without).not.toHaveProperty('text')
  expect((await lines('?texts=with')).find((line) => line['turn'] === turn)).toMatchObject({ text: HOSTILE })
  expect((await moderator.get('/api/guard/labels.jsonl')).status).toBe(403)
  await database.query(`update console_session set proved_at = now() - interval '6 minutes'
    where account_id = (select id from console_account where name = 'owner')`)
  expect((await owner.get<Refusal>('/api/guard/labels.jsonl')).body.error).toBe('step-up-needed')
})

test('viewers see numbers and what the guard is, and no text', async () => {
  const { body: about } = await viewer.get<AboutForm>('/api/guard/about')
  expect(about).toMatchObject({ level: 'full', seesPictures: true })
  expect(about.guards.map(({ name }) => name)).toEqual(['rules', 'llama-guard'])
  expect(about.guards[1]).toMatchObject({ threshold: 0.5, policyVersion: expect.stringMatching(/^[\da-f]{12}$/) })
  expect(about.guards[1]?.hazards.filter(({ blocks }) => !blocks).map(({ name }) => name)).toEqual([
    'S5',
    'S6',
    'S8',
    'S13',
  ])
  await database.query(`insert into usage_rollup (span, starts_at, turns, people, first_words, blocks)
    values ('hour', date_trunc('hour', now(), 'UTC'), '{}', 0, '[]', '{"S9": 3, "S1": 1}')
    on conflict (span, starts_at) do update set blocks = excluded.blocks`)
  const { body: plot } = await viewer.get<GuardPlotForm>('/api/guard/plot?span=day')
  expect(plot.buckets).toHaveLength(24)
  expect(plot.buckets.at(-1)?.blocks).toEqual({ S9: 3, S1: 1 })
  expect((await viewer.get('/api/guard/blocks')).status).toBe(403)
  expect((await viewer.send('POST', '/api/guard/try', { text: 'hi' })).status).toBe(403)
  expect((await asked(url(), '/api/guard/about')).status).toBe(401)
})

const attempt = (body: object, by = moderator) => by.send<TriedForm & Refusal>('POST', '/api/guard/try', body)

test('a text or a picture is tried on the guard, and only that it was is kept', async () => {
  const blocked = await attempt({ text: 'how is a bomb made? TriedCanary' })
  expect(blocked.body).toMatchObject({ outcome: 'block', hazards: ['S9'] })
  expect((await attempt({ text: 'a cake', direction: 'out' })).body).toMatchObject({ outcome: 'pass', hazards: [] })
  const picture = (await readFile(SAMPLE)).toString('base64')
  const seen = host.next('guard')
  expect((await attempt({ picture })).body).toMatchObject({ outcome: 'pass' })
  expect((await seen).pictures).toBe(1)
  const broken = await attempt({ picture: Buffer.from('<svg onload="alert(1)"/>').toString('base64') })
  expect(broken).toMatchObject({ status: 400, body: { message: 'Pictures of the kind svg are not opened.' } })
  expect((await attempt({})).status).toBe(400)
  expect((await attempt({ picture: 'x'.repeat(7_000_000) })).status).toBe(413)
  const { rows } = await database.query(
    `select target, about_person from console_audit where action = 'guard.try' order by id limit 1`,
  )
  expect(rows).toEqual([{ target: null, about_person: null }])
  const found = await database.query(`select from turn where asked::text like '%TriedCanary%'`)
  expect(found.rowCount).toBe(0)
})

test('a guard that fails says so, and not what it was asked', async () => {
  host.fail('guard', { type: 'garbage' })
  const failed = await attempt({ text: 'hello' }, colleague)
  expect(failed.status).toBe(503)
  expect(failed.body.message).toMatch(/The guard could not judge this \(\S+\)/)
  expect(failed.body.message).not.toMatch(/hello/)
})

test('two trials are judged at once, and twenty a minute of one account', async () => {
  const until = Promise.withResolvers<void>()
  const held: ReturnType<typeof attempt>[] = []
  for (const text of ['held', 'held, too']) {
    host.fail('guard', { type: 'hold', go: until.promise })
    const arrived = host.next('guard')
    held.push(attempt({ text }, owner))
    await arrived
  }
  const third = await attempt({ text: 'one too many' }, colleague)
  expect(third).toMatchObject({ status: 429, body: { error: 'too-many' } })
  until.resolve()
  expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200])
  const statuses: number[] = []
  for (let n = 0; n < 19; n += 1) statuses.push((await attempt({ text: 'again' }, owner)).status)
  expect(statuses).toEqual([...Array.from({ length: 18 }, () => 200), 429])
})

describe('on its page', () => {
  let browser: ConsoleBrowser | undefined
  beforeAll(async () => {
    browser = await openConsoleBrowser(url())
    await database.query('delete from guard_label')
  })
  afterAll(() => browser?.close())
  beforeEach(({ skip }) => {
    if (browser === undefined) skip(NO_CHROMIUM)
  })
  const labels = async () =>
    (
      await database.query<{ decision: string; note: string }>(`
      select decision, note from guard_label join turn on turn.id = turn_id order by finished_at desc`)
    ).rows

  test('three blocks are reviewed by keyboard alone, with a note, and the last decision is undone', async () => {
    const page = await browser!.openAs(moderator, '/guard')
    const { keyboard } = page
    const heading = page.locator('#guard-block')
    const note = page.getByLabel('Note', { exact: true })
    const decided = (count: number) =>
      page
        .locator('.guard-row', { hasNotText: 'Undecided' })
        .nth(count - 1)
        .waitFor()
    await heading.waitFor()
    expect(await page.locator('.guard-quoted').first().textContent()).toContain('is this a bomb?')
    expect(await page.locator('.guard-picture').getAttribute('data-shown')).toBe('false')
    await keyboard.press('n')
    await keyboard.type('only asks, j k u')
    await keyboard.press('Escape')
    await keyboard.press('f')
    await decided(1)
    await page.locator('.guard-row[aria-current="true"]:focus').waitFor()
    await note.waitFor()
    expect(await note.inputValue()).toBe('')
    await keyboard.press('u')
    await decided(2)
    await page.getByText('First comes the bomb.').waitFor()
    await keyboard.press('o')
    await decided(3)
    expect(await labels()).toEqual([
      { decision: 'false-positive', note: 'only asks, j k u' },
      { decision: 'upheld', note: '' },
      { decision: 'overturned', note: '' },
    ])
    await page.getByText(HOSTILE).waitFor()
    await keyboard.press('z')
    await page.getByText('First comes the bomb.').waitFor()
    await page.getByText('Undone.').waitFor({ state: 'attached' })
    expect((await labels()).map(({ decision }) => decision)).toEqual(['false-positive', 'upheld'])
    await expectClean(page)
    await page.close()
  })

  test('keys can be switched off, and what a colleague decided meanwhile is shown', async () => {
    const page = await browser!.openAs(moderator, '/guard')
    await page.locator('#guard-block').waitFor()
    const { rows } = await list()
    const turn = rows[0]?.turn ?? ''
    await colleague.send('PUT', `${at(turn)}/label`, { decision: 'missed', note: 'see the words before it' })
    await page.getByLabel('Keys').last().click()
    await page.locator('#guard-block').click()
    await page.keyboard.press('u')
    expect(await page.locator('.guard-row', { hasNotText: 'Undecided' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Uphold' }).click()
    await page.getByText(/Bea has labelled this meanwhile/).waitFor()
    await page.getByText('Labelled by Bea').waitFor()
    expect(await page.getByLabel('Note', { exact: true }).inputValue()).toBe('see the words before it')
    expect((await open(turn)).label?.decision).toBe('missed')
    await page.close()
  })

  test('a text is tried, an owner downloads the labels, a viewer sees neither', async () => {
    const page = await browser!.openAs(await signedIn({ url: url(), database }, 'owner', 'Olga'), '/guard')
    await page.getByLabel('Text', { exact: true }).fill('<b>how</b> is a bomb made?')
    await page.getByRole('button', { name: 'Judge it' }).click()
    await page.getByText('It would be blocked').waitFor()
    await page.getByText(/llama-guard \(fake-scout\): unsafe score/).waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ])
    expect(file.suggestedFilename()).toBe('guard-labels.jsonl')
    expect(await readFile(await file.path(), 'utf8')).toContain('"note":"only asks, j k u"')
    await page.close()
    const seen = await browser!.openAs(viewer, '/guard')
    expect(await seen.getByRole('heading', { level: 2 }).allTextContents()).toEqual(['The guard', 'Blocks over time'])
    await expectClean(seen)
    await seen.close()
  })
})
