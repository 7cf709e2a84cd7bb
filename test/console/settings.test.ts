import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type {
  AboutServiceForm,
  LogForm,
  SettingForm,
  SettingsForm,
  SettingsRefusalForm,
} from '#console/api/forms/settings.ts'
import type { AuditRow } from '#console/api/forms/audit.ts'
import { settingForms } from '#app/config/keys.ts'
import { settingsTable } from '#app/settings/table.ts'
import { settingNames as en } from '#console/web/texts/en/setting-names.ts'
import { settingNames as es } from '#console/web/texts/es/setting-names.ts'
import { systemClock } from '#machine/clock.ts'
import { asked, signedIn, tokenOf, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'
import { untilNone } from '../kit/settled.ts'
import { samplesFolder } from '../model/tiny-scout.ts'

const clock = { ...systemClock, aheadMs: 0, now: () => Date.now() + clock.aheadMs }
const HOUR_MS = 3_600_000

let host: ModelHost
let product: Product
let database: pg.Client
let operator: Operator
let colleague: Operator
beforeAll(async () => {
  // What the service says of itself is read here.
  vi.stubEnv('LOG', 'info')
  host = await startModelHost({ hasEyes: true })
  product = await startProduct({
    host,
    env: { META_VERIFY_TOKEN: 'of-the-environment' },
    overrides: { clock },
    readsWholeGroups: true,
  })
  database = await product.database()
  const at = { url: product.app.consoleUrl ?? '', database }
  operator = await signedIn(at, 'operator')
  colleague = await signedIn(at, 'operator', 'colleague')
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await product[Symbol.asyncDispose]()
  await host.close()
})

const settings = async () => (await operator.get<SettingsForm>('/api/settings')).body.settings
async function stateOf(key: string): Promise<SettingForm> {
  const found = (await settings()).find((one) => one.key === key)
  if (found === undefined) throw new Error(`${key} is not shown`)
  return found
}

type Values = Readonly<Record<string, SettingForm['value'] | null>>

async function put(values: Values, path: '/api/settings' | '/api/settings/secrets' = '/api/settings') {
  const now = await settings()
  const changes = Object.entries(values).map(([key, value]) => {
    return { key, value, revision: now.find((one) => one.key === key)?.revision ?? 0 }
  })
  return operator.send<SettingsForm & { message?: string; waitsForStart?: boolean }>('PUT', path, { changes })
}

async function set(values: Values): Promise<void> {
  const { status, body } = await put(values)
  if (status !== 200) throw new Error(`${Object.keys(values).join(' ')}: ${body.message ?? status}`)
  expect(body.waitsForStart).toBe(false)
}

let people = 0
const somebody = (name = `person ${(people += 1)}`) => product.person(name)
const photo = () => readFile(path.join(samplesFolder, '00.png'))
const account = () => product.app.channels.all().find(({ name }) => name === 'telegram')?.account ?? ''
const countOf = async (text: string) => (await database.query<{ count: number }>(text)).rows[0]?.count

async function answered(words: string) {
  const prompt = host.next('chat')
  const person = somebody()
  person.sends(words)
  await person.hears(/You said/)
  return { person, prompt: await prompt }
}

/** The hourly job runs now, until nothing of this is left. */
async function retainedUntilNone(text: string): Promise<void> {
  await product.app.jobs.enqueue('retention', '')
  await untilNone(database, text)
}

const UNLEARNT = `
  select 'turn' as what from turn where learning = 'pending' union all select 'job' from job where name = 'learn'`

type Row = { readonly set: Values; readonly sees: () => Promise<void> }

/** One row for settings that are seen together. Each is put back to what it was before the next one. */
const NOW: readonly Row[] = [
  {
    set: { 'limits.person.burst': 1, 'limits.person.perMinute': 1 },
    async sees() {
      const { person } = await answered('one of two')
      person.sends('two of two')
      await person.hears(/That was a lot at once/)
    },
  },
  {
    set: { 'limits.conversation.burst': 1, 'limits.conversation.perMinute': 1 },
    async sees() {
      const { person } = await answered('one in this chat')
      person.sends('two in this chat')
      await person.hears(/That was a lot at once/)
    },
  },
  {
    set: { 'access.mode': 'pairing' },
    async sees() {
      const stranger = somebody()
      stranger.sends('let me in')
      await stranger.hears(/[A-Z0-9]{8}/)
    },
  },
  {
    set: { 'access.mode': 'allow-list', 'access.allow': ['telegram:0:0'] },
    async sees() {
      const [friend, stranger] = [somebody(), somebody()]
      await set({ 'access.allow': [`${account()}:${friend.id}`] })
      stranger.sends('a stranger')
      friend.sends('a friend')
      await friend.hears(/You said: a friend/)
      await product.settled()
      expect(host.prompts.some(({ text }) => text.includes('a stranger'))).toBe(false)
    },
  },
  {
    set: { 'access.groupMode': 'all' },
    async sees() {
      const here = somebody().in(product.telegram.group('everybody'))
      here.sends('nobody in particular')
      await here.hears(/You said: nobody in particular/)
    },
  },
  {
    set: { 'engine.answerTokensMax': 33 },
    async sees() {
      expect((await answered('a short one')).prompt.tokensMax).toBe(33)
    },
  },
  {
    set: { 'engine.promptTokensMax': 256 },
    async sees() {
      const person = somebody()
      person.sends('word '.repeat(600))
      await person.hears(/too long for me/)
    },
  },
  {
    set: { 'messages.answerHours': 1 },
    async sees() {
      clock.aheadMs = 2 * HOUR_MS
      const person = somebody()
      person.sends('nobody waits for this')
      await product.settled()
      clock.aheadMs = 0
      expect(await countOf(`select count(*)::int from event where outcome_detail = 'too-old'`)).toBe(1)
    },
  },
  {
    set: { 'media.picturesMax': 1 },
    async sees() {
      const prompt = host.next('chat')
      somebody().sendsAlbum([await photo(), await photo()], 'two of them')
      expect((await prompt).pictures).toBe(1)
    },
  },
  {
    set: { 'media.keepDays': 3, 'retention.turnsDays': 4, 'memory.factsDays': 5, 'memory.passagesDays': 6 },
    async sees() {
      const { person } = await answered('of long ago')
      person.sends('/remember I like saffron')
      await person.hears(/saffron/)
      await product.settled()
      await untilNone(database, UNLEARNT)
      const OLD = `now() - interval '7 days'`
      for (const aged of [
        `update media set created_at = ${OLD}`,
        `update turn set finished_at = ${OLD}`,
        `update memory_item set said_at = ${OLD}`,
        `update memory_passage set said_at = ${OLD}`,
      ]) {
        expect((await database.query(aged)).rowCount, aged).toBeGreaterThan(0)
      }
      await retainedUntilNone(`
        select 'media' from media union all select 'turn' from turn where state = 'answered' union all
        select 'item' from memory_item union all select 'passage' from memory_passage`)
    },
  },
  {
    set: { 'memory.itemsMax': 10 },
    async sees() {
      const person = somebody()
      for (let item = 1; item <= 11; item += 1) person.sends(`/remember number ${item} of my list of things`)
      await person.hears(/as much about you as I can/)
    },
  },
  {
    set: { 'memory.learntTurnsPerDay': 0 },
    async sees() {
      await answered('nothing is learnt of this')
      await product.settled()
      await untilNone(database, UNLEARNT)
      expect(host.prompts.some(({ kind, text }) => kind === 'memory' && text.includes('nothing is learnt'))).toBe(false)
      await set({ 'memory.learntTurnsPerDay': 1 })
      await answered('this is learnt')
      await product.settled()
      await untilNone(database, UNLEARNT)
      expect(host.prompts.some(({ kind, text }) => kind === 'memory' && text.includes('this is learnt'))).toBe(true)
    },
  },
]

/** `now`, and seen at work where their part is tested. */
const SEEN_ELSEWHERE: Readonly<Record<string, RegExp>> = {
  'the channels, opened and closed while the service runs':
    /^(?:telegram|discord|meta|messenger|instagram|whatsapp\w*)\./,
  'the models, switched while people write': /^engine\.model$/,
  'test/core/jobs/retention.test.ts: refused turns': /^retention\.limitedDays$/,
  'test/core/mailbox/mailbox.test.ts: asked for with each claim': /^albums\.waitMs$/,
}

test('every setting that holds now is seen at work, here or with its part', () => {
  const now = Object.keys(settingsTable).filter((key) => settingsTable[key]?.applies === 'now')
  const here = new Set(NOW.flatMap((row) => Object.keys(row.set)))
  const isElsewhere = (key: string) => Object.values(SEEN_ELSEWHERE).some((keys) => keys.test(key))
  expect(now.filter((key) => !here.has(key) && !isElsewhere(key))).toEqual([])
})

test.each(NOW.map((row) => [Object.keys(row.set).join(', '), row] as const))('%s holds at once', async (_, row) => {
  await set(row.set)
  await row.sees()
  const keys = Object.keys(row.set)
  await set(Object.fromEntries(keys.map((key) => [key, null])))
  await Promise.all(keys.map(async (key) => expect(await stateOf(key)).toMatchObject({ source: 'default' })))
})

test('each setting is shown with its value, its source and what it is in both languages; no secret is', async () => {
  const shown = await settings()
  expect(shown.map(({ key }) => key)).toEqual([...settingForms.keys()])
  expect(Object.keys(en).toSorted()).toEqual([...settingForms.keys()].toSorted())
  expect(Object.keys(es)).toEqual(Object.keys(en))
  expect(await stateOf('meta.verifyToken')).toMatchObject({
    lockedBy: 'META_VERIFY_TOKEN',
    isSet: true,
    source: 'environment',
  })
  const everything = JSON.stringify(shown)
  for (const secret of ['of-the-environment', product.telegram.token]) expect(everything).not.toContain(secret)
})

test('of two operators the second is shown what it is now, and the first one stays', async () => {
  const { revision } = await stateOf('albums.waitMs')
  const body = (value: number) => ({ changes: [{ key: 'albums.waitMs', value, revision }] })
  expect(await operator.send('PUT', '/api/settings', body(600))).toMatchObject({ status: 200 })
  const second = await colleague.send<{ now: SettingsForm }>('PUT', '/api/settings', body(700))
  expect(second).toMatchObject({ status: 409, body: { error: 'conflict' } })
  expect(second.body.now.settings.find(({ key }) => key === 'albums.waitMs')).toMatchObject({
    value: 600,
    source: 'console',
  })
  await set({ 'albums.waitMs': null })
})

test('settings that need each other are changed together, and one row of the audit names them', async () => {
  const alone = await put({ 'memory.embedder': 'model' })
  expect(alone).toMatchObject({ status: 400 })
  const { faults } = (alone.body as unknown as { now: SettingsRefusalForm }).now
  expect(faults).toEqual([
    {
      key: 'memory.embedder',
      message: expect.stringContaining('memory.embedModel') as string,
      sentences: [
        { code: 'rule.needs-embed-model', values: { setting: 'memory.embedder: model', name: 'memory.embedModel' } },
      ],
    },
  ])
  expect((await stateOf('memory.embedder')).goesWith).toEqual(['memory.embedModel'])
  const together = await put({ 'memory.embedder': 'model', 'memory.embedModel': 'embeddinggemma-300m' })
  expect([together.status, together.body.waitsForStart]).toEqual([200, true])
  const owner = await signedIn({ url: product.app.consoleUrl ?? '', database }, 'owner', 'auditor')
  const { rows } = (await owner.get<{ rows: AuditRow[] }>('/api/audit')).body
  expect(rows.map(({ target }) => target)).toContain('memory.embedder memory.embedModel')
  const stale = { key: 'memory.embedModel', value: 'another', revision: 0 }
  const other = { key: 'albums.waitMs', value: 3, revision: (await stateOf('albums.waitMs')).revision }
  const conflict = await operator.send<{ now: { keys: string[] } }>('PUT', '/api/settings', { changes: [other, stale] })
  expect([conflict.status, conflict.body.now.keys]).toEqual([409, ['memory.embedModel']])
  expect((await stateOf('albums.waitMs')).source).toBe('default')
  const back = await put({ 'memory.embedder': null, 'memory.embedModel': null })
  expect([back.status, back.body.waitsForStart]).toEqual([200, false])
})

const HOSTILE = `<script>alert(1)</script>'; drop table setting; -- ../../etc/passwd \u202E`

test.each<[string, Values, string]>([
  ['a number out of its range', { 'media.keepDays': 0 }, 'media.keepDays: expected 1 to 3650'],
  ['a text in place of a number', { 'media.keepDays': HOSTILE }, 'expected a number'],
  ['a model that is a path', { 'engine.model': HOSTILE }, 'name of a model'],
  ['an id that is none', { 'access.allow': ['nobody'] }, 'an identity id looks like'],
  ['a program', { 'engine.llamaServer': '/bin/sh' }, 'chasqui.yaml'],
  ['an address that a token would go to', { 'discord.apiRoot': 'https://evil.example' }, 'chasqui.yaml'],
  ['less protection', { 'guard.mode': 'off' }, 'chasqui.yaml'],
  ['what the environment sets', { 'engine.url': 'http://127.0.0.1:1/v1' }, 'CHASQUI_ENGINE_URL'],
  ['what is no setting', { 'constructor.prototype': 1 }, 'no such setting'],
  ['a name that is none', { [HOSTILE]: 1 }, 'expected the name of a setting'],
  ['what turns a line around', { 'memory.remoteModel': HOSTILE }, 'control characters'],
  ['half a character', { 'memory.remoteModel': 'a\uD800' }, 'control characters'],
  ['a text without an end', { 'engine.remoteModel': 'x'.repeat(5_000) }, ''],
  ['a secret without a fresh proof', { 'engine.key': 'canary-canary' }, '/api/settings/secrets'],
])('%s is refused in words, and nothing is changed', async (_, values, why) => {
  const before = await settings()
  const { status, body } = await put({ 'albums.waitMs': 1, ...values })
  expect(status).toBe(400)
  expect(body.message).toContain(why)
  expect(await settings()).toEqual(before)
})

test('a secret is written and never read again: not in the API, the audit, the log or the database', async () => {
  const { body } = await put({ 'engine.key': 'canary-of-a-key', 'albums.waitMs': 4 }, '/api/settings/secrets')
  expect(body.waitsForStart).toBe(true)
  await set({ 'albums.waitMs': null })
  expect(await stateOf('engine.key')).toMatchObject({ isSet: true, source: 'console', waitsForStart: true })
  expect((await put({ 'albums.waitMs': 1 }, '/api/settings/secrets')).status).toBe(400)
  await database.query(`update console_session set proved_at = now() - interval '10 minutes'`)
  expect(await put({ 'engine.key': null }, '/api/settings/secrets')).toMatchObject({ status: 403 })
  await database.query('update console_session set proved_at = now()')
  const { person } = await answered('canary-of-a-person')
  person.sends('again')
  await person.hears(/You said: again/)

  const owner = await signedIn({ url: product.app.consoleUrl ?? '', database }, 'owner')
  const audit = (await owner.get<{ rows: AuditRow[] }>('/api/audit')).body.rows
  const targets = audit.filter(({ action }) => action === 'settings.change-secret').map(({ target }) => target)
  expect(targets).toEqual(['albums.waitMs', 'engine.key albums.waitMs'])
  const log = (await operator.get<LogForm>('/api/log?rows=500')).body
  expect(log.lines.some(({ message }) => message === 'settings changed in the console')).toBe(true)
  const { rows } = await database.query<{ row: string }>('select setting::text as row from setting')
  const everything = JSON.stringify([audit, log, await settings(), rows])
  for (const canary of ['canary', Buffer.from('canary').toString('hex'), product.telegram.token]) {
    expect(everything).not.toContain(canary)
  }
  const parts = product.app.readiness().parts.find(({ name }) => name === 'settings')
  expect(parts).toMatchObject({ state: 'ready', detail: expect.stringContaining('next start: engine.key') as string })
})

test('the log is filtered by level, part and words, the newest first', async () => {
  const asked = async (query: string) => (await operator.get<LogForm>(`/api/log?${query}`)).body
  const all = await asked('rows=500')
  expect(all.lines.map(({ number }) => number)).toEqual(all.lines.map(({ number }) => number).toSorted((a, b) => b - a))
  expect(all.parts).toContain('app:settings')
  const ofApp = await asked('part=app&level=info')
  expect(new Set(ofApp.lines.map(({ part }) => part.split(':')[0]))).toEqual(new Set(['app']))
  expect((await asked('level=error')).lines.filter(({ level }) => level === 'info')).toEqual([])
  const found = await asked(`text=${encodeURIComponent('SETTINGS changed')}`)
  expect(found.lines.length).toBeGreaterThan(0)
  expect(found.lines.every(({ message }) => message === 'settings changed in the console')).toBe(true)
  expect(await asked('rows=1')).toMatchObject({ isCut: true, lines: [expect.anything()] })
  for (const query of ['level=all', 'part=../x', `text=${'x'.repeat(201)}`, 'rows=501']) {
    expect((await operator.get(`/api/log?${query}`)).status, query).toBe(400)
  }
})

test('about says what serves, and under which licences', async () => {
  const viewer = await signedIn({ url: product.app.consoleUrl ?? '', database }, 'viewer')
  const { versions, model, notice, packages } = (await viewer.get<AboutServiceForm>('/api/about')).body
  expect(versions.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Chasqui', 'Node.js', 'PostgreSQL']) as string[],
  )
  expect(model.name).toBe(host.model)
  expect(notice).toContain('Built with Llama')
  expect(packages).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'fastify', licence: 'MIT' })]))
  expect(packages.find(({ name }) => name === 'react')).toMatchObject({ licence: 'MIT' })
  expect(packages.some(({ name }) => name === 'vitest')).toBe(false)
})

test('who may no longer change settings when their change has its turn changes nothing', async () => {
  const soonViewer = await signedIn({ url: product.app.consoleUrl ?? '', database }, 'operator', 'soon-viewer')
  const held = Promise.withResolvers<void>()
  product.app.settings.onChange({ keys: ['albums.waitMs'], apply: () => held.promise })
  const revisionOf = async (key: string) => (await stateOf(key)).revision
  const ahead = product.app.settings.change(
    [{ key: 'albums.waitMs', value: 501, revision: await revisionOf('albums.waitMs') }],
    'somebody',
  )
  const before = (await stateOf('messages.answerHours')).value
  const changes = [{ key: 'messages.answerHours', value: 7, revision: await revisionOf('messages.answerHours') }]
  const waiting = soonViewer.send<{ error: string }>('PUT', '/api/settings', { changes })
  const noted = `select count(*)::int as count from console_audit where account_name = 'soon-viewer'`
  await expect.poll(() => countOf(noted)).toBe(1)
  await database.query(`update console_account set role = 'viewer' where name = 'soon-viewer'`)
  held.resolve()
  expect(await ahead).toMatchObject({ outcome: 'changed' })
  expect(await waiting).toMatchObject({ status: 403, body: { error: 'role-missing' } })
  expect((await stateOf('messages.answerHours')).value).toBe(before)
})

test('after a restart what was set holds, and what can be used no more is told and left out', async () => {
  await set({ 'media.keepDays': 11 })
  await database.query(`update setting set value = '"many"' where key = 'media.keepDays'`)
  await product.restart()
  database = await product.database()
  operator = await signedIn({ url: product.app.consoleUrl ?? '', database }, 'operator', 'after the restart')
  expect(await stateOf('media.keepDays')).toMatchObject({
    source: 'default',
    value: 30,
    fault: expect.anything() as string,
  })
  const engineKey = await stateOf('engine.key')
  expect(engineKey).toMatchObject({ isSet: true, source: 'console' })
  expect(engineKey).not.toHaveProperty('waitsForStart')
  expect(product.app.settings.current().engine.key).toBe('canary-of-a-key')
  expect(product.app.readiness().parts).toContainEqual(
    expect.objectContaining({ name: 'settings', state: 'failed', word: 'some not used' }),
  )
  await set({ 'media.keepDays': null })
})

test('what opens a channel, or deletes what is kept, needs a fresh proof, and no token is enough for it', async () => {
  const { consoleUrl: url = '' } = product.app
  const stale = await signedIn({ url, database }, 'operator', 'stale')
  await database.query(
    `update console_session set proved_at = now() - interval '301 s' from console_account a where a.id = account_id and a.name = 'stale'`,
  )
  const token = await tokenOf(database, { account: 'stale', role: 'operator' })
  const dangerous: Values = {
    'whatsapp.enabled': true,
    'whatsappCloud.acknowledgeTerms': true,
    'retention.turnsDays': 1,
    'memory.itemsMax': 10,
  }
  const changing = async (key: string, value: SettingForm['value'] | null) => ({
    changes: [{ key, value, revision: (await stateOf(key)).revision }],
  })
  for (const [key, value] of Object.entries(dangerous)) {
    const body = await changing(key, value)
    const bearer = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const byProgram = { method: 'PUT', headers: bearer, body: JSON.stringify(body) }
    expect([key, (await stale.send<{ error: string }>('PUT', '/api/settings', body)).body.error]).toEqual([
      key,
      'step-up-needed',
    ])
    expect((await asked<{ error: string }>(url, '/api/settings', byProgram)).body.error).toBe('token-refused')
  }
  const longer = await changing('retention.turnsDays', 366)
  expect((await stale.send('PUT', '/api/settings', longer)).status).toBe(200)
  const back = await changing('retention.turnsDays', null)
  expect((await stale.send<{ error: string }>('PUT', '/api/settings', back)).body.error).toBe('step-up-needed')
  await set({ 'retention.turnsDays': null })
})
