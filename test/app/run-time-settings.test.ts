import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { SettingRefused, type SettingChange, type SettingsChanged } from '#core/contract/settings.ts'
import { createSettingStore, type SettingStore } from '#core/settings/settings-store.ts'
import { readLayers, type Config } from '#app/config.ts'
import { openRunTimeSettings } from '#app/run-time-settings.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'

const key = randomBytes(32)
let database: TestDatabase
let store: SettingStore
beforeAll(async () => {
  database = await openTestDatabase()
  store = createSettingStore({ pool: database.store.pool, key })
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.superuser.query('delete from setting'))

async function open(of: SettingStore = store, env: Record<string, string> = {}) {
  const layers = await readLayers({ env: { CHASQUI_DATA: '/nowhere', ...env } })
  return openRunTimeSettings({ layers, store: of, clock: systemClock, log: logFor('test:settings') })
}
type Opened = Awaited<ReturnType<typeof open>>

const set = (name: string, value: SettingChange['value'], revision = 0) => ({ key: name, value, revision })
const stateOf = async (settings: Opened, name: string) => (await settings.list()).find((one) => one.key === name)
const faultIn = (changed: SettingsChanged) => (changed.outcome === 'refused' ? changed.faults[0] : changed)

test('what was changed holds at once or from the next start, and can be taken back', async () => {
  const settings = await open()
  const changes = [set('media.keepDays', 3), set('memory.enabled', false)]
  expect(await settings.change(changes, 'me')).toEqual({ outcome: 'changed', waitsForStart: true })
  expect(settings.current()).toMatchObject({ media: { keepDays: 3 }, memory: { enabled: true } })
  expect(await stateOf(settings, 'memory.enabled')).toMatchObject({
    value: false,
    without: true,
    source: 'console',
    waitsForStart: true,
    revision: 1,
  })
  expect((await open()).current()).toMatchObject({ media: { keepDays: 3 }, memory: { enabled: false } })

  expect(await settings.change([set('media.keepDays', null, 1)], 'me')).toMatchObject({ outcome: 'changed' })
  expect(settings.current().media.keepDays).toBe(30)
  expect(await stateOf(settings, 'media.keepDays')).toMatchObject({ source: 'default', value: 30, revision: 2 })
})

test('of two who change the same, the second is told, also after it was taken away and set again', async () => {
  const settings = await open()
  await settings.change([set('media.keepDays', 3)], 'one')
  expect(await settings.change([set('media.keepDays', 4)], 'other')).toEqual({
    outcome: 'conflict',
    keys: ['media.keepDays'],
  })
  await settings.change([set('media.keepDays', null, 1)], 'one')
  await settings.change([set('media.keepDays', 5, 2)], 'one')
  expect(await settings.change([set('media.keepDays', 6, 1)], 'other')).toMatchObject({ outcome: 'conflict' })
  // By another service on the same database, which this one has not seen.
  await (await open()).change([set('media.keepDays', 7, 3)], 'elsewhere')
  expect(await settings.change([set('media.keepDays', 8, 3)], 'one')).toMatchObject({ outcome: 'conflict' })
  expect(await stateOf(settings, 'media.keepDays')).toMatchObject({ value: 7, revision: 4 })
})

test('a setting that is named twice reaches no part, and whoever must permit a change is asked in its turn', async () => {
  const settings = await open()
  const applied: unknown[] = []
  settings.onChange({ keys: ['media.keepDays'], apply: async ({ media }) => void applied.push(media.keepDays) })
  const twice = [set('media.keepDays', 3), set('media.keepDays', 4)]
  expect(await settings.change(twice, 'me')).toMatchObject({ outcome: 'refused', faults: [{ key: 'media.keepDays' }] })
  const first = settings.change([set('media.keepDays', 5)], 'one')
  const seen: unknown[] = []
  const permit = async () => {
    seen.push(settings.current().media.keepDays)
    throw new Error('not permitted')
  }
  await expect(settings.change([set('media.keepDays', 6, 1)], 'other', permit)).rejects.toThrow('not permitted')
  await first
  expect([applied, seen, settings.current().media.keepDays]).toEqual([[5], [5], 5])
})

test.each([
  [set('media.keepDays', 0), 'expected 1 to 3650'],
  [set('media.keepDays', '3'), 'expected a number'],
  [set('access.mode', 'closed'), 'expected open, pairing, allow-list'],
  [set('access.allow', ['x']), 'telegram:123456:987'],
  [set('memory.embedder', 'host'), 'memory.url'],
  [set('engine.model', '../../etc'), 'name of a model'],
  [set('engine.url', 'http://10.0.0.1/v1'), 'chasqui.yaml'],
  [set('database.url', null), 'chasqui.yaml'],
  [set('no.setting', 1), 'no such setting'],
  [set('__proto__', 1), 'no such setting'],
  [set('telegram.token', '123:abcdefghij'), 'TELEGRAM_BOT_TOKEN'],
  [set('telegram', {} as never), 'no such setting'],
])('%o is refused, and nothing is changed', async (change, why) => {
  const settings = await open(store, { TELEGRAM_BOT_TOKEN: '1:a' })
  const before = settings.current()
  const refused = await settings.change([set('albums.waitMs', 7), change], 'me')
  expect(faultIn(refused)).toMatchObject({ key: change.key, message: expect.stringContaining(why) as string })
  expect(settings.current()).toBe(before)
  expect(await store.read()).toEqual([])
})

test('what the environment sets is shown with its name, and goes over what was set in the console', async () => {
  const changes = [set('engine.model', 'gemma-4-e2b'), set('telegram.token', '123:from-the-console')]
  await (await open()).change(changes, 'me')
  const settings = await open(store, { CHASQUI_MODEL: 'tiny-scout' })
  expect(await stateOf(settings, 'engine.model')).toMatchObject({
    value: 'tiny-scout',
    source: 'environment',
    lockedBy: 'CHASQUI_MODEL',
    isOwn: true,
  })
  expect(settings.current().engine.model).toBe('tiny-scout')
  const all = JSON.stringify(await settings.list())
  expect(all).not.toContain('from-the-console')
  expect(await stateOf(settings, 'telegram.token')).toMatchObject({ isSet: true, form: { type: 'secret' } })
})

test('a secret is stored encrypted, for its own setting and this data folder alone', async () => {
  const settings = await open()
  await settings.change([set('telegram.token', '123:canary-canary'), set('discord.token', 'other-other')], 'me')
  const { rows } = await database.superuser.query<{ row: string }>('select setting::text as row from setting')
  const hex = Buffer.from('canary').toString('hex')
  expect(rows.some(({ row }) => row.includes('canary') || row.includes(hex))).toBe(false)
  await database.superuser.query(
    `update setting set sealed = (select sealed from setting where key = 'telegram.token') where key = 'discord.token'`,
  )
  const moved = await open()
  expect(moved.current()).toMatchObject({ telegram: { token: '123:canary-canary' } })
  expect(await stateOf(moved, 'discord.token')).toMatchObject({
    isSet: false,
    fault: { message: expect.stringContaining('again') as string },
  })
  const elsewhere = await open(createSettingStore({ pool: database.store.pool, key: randomBytes(32) }))
  expect(elsewhere.own()).toEqual({ used: 0, faulty: ['telegram.token', 'discord.token'], waiting: [] })
  // It is entered again where it cannot be read.
  expect(await elsewhere.change([set('telegram.token', '123:new-new-new', 1)], 'me')).toMatchObject({
    outcome: 'changed',
  })
  expect(elsewhere.current().telegram.token).toBe('123:new-new-new')
})

/** What a part was asked to work with, and the last it agreed to. */
function part(settings: Opened, name: string, read: (config: Config) => unknown, refuses: () => Error | undefined) {
  const seen: unknown[] = []
  settings.onChange({
    keys: [name],
    async apply(config) {
      const error = refuses()
      if (error !== undefined) throw error
      seen.push(read(config))
    },
  })
  return seen
}

test('parts are asked in order and only of what is theirs; when one refuses, those before go back', async () => {
  const settings = await open()
  let refusal: Error | undefined
  const first = part(
    settings,
    'media',
    ({ media }) => media.keepDays,
    () => undefined,
  )
  const second = part(
    settings,
    'albums.waitMs',
    ({ albums }) => albums.waitMs,
    () => refusal,
  )
  await settings.change([set('media.keepDays', 3)], 'me')
  expect([first, second]).toEqual([[3], []])
  refusal = new SettingRefused('albums.waitMs', 'not today')
  const changes = [set('media.keepDays', 4, 1), set('albums.waitMs', 9)]
  expect(await settings.change(changes, 'me')).toEqual({
    outcome: 'refused',
    faults: [{ key: 'albums.waitMs', message: 'not today' }],
  })
  expect([first, second]).toEqual([[3, 4, 3], []])
  refusal = new Error('canary of a fault')
  const failed = await settings.change(changes, 'me')
  expect(faultIn(failed)).toMatchObject({ message: expect.stringContaining('log') as string })
  expect(JSON.stringify(failed)).not.toContain('canary')
  expect(settings.current()).toMatchObject({ media: { keepDays: 3 }, albums: { waitMs: 500 } })
  refusal = undefined
  expect(await settings.change(changes, 'me')).toMatchObject({ outcome: 'changed' })
  expect([first.at(-1), second.at(-1)]).toEqual([4, 9])
})

test('where it cannot be stored the parts go back, and nothing has changed', async () => {
  const settings = await open({
    read: () => store.read(),
    async write() {
      throw new Error('the database is away')
    },
  })
  const seen = part(
    settings,
    'media',
    ({ media }) => media.keepDays,
    () => undefined,
  )
  await expect(settings.change([set('media.keepDays', 3)], 'me')).rejects.toThrow('away')
  expect(seen).toEqual([3, 30])
  expect(settings.current().media.keepDays).toBe(30)
})

test('one change at a time: each begins from what the one before left', async () => {
  const settings = await open()
  const begun: number[] = []
  let running = 0
  settings.onChange({
    keys: ['media'],
    async apply({ media }) {
      running += 1
      begun.push(running)
      await new Promise((resolve) => setImmediate(resolve))
      expect(settings.current().media.keepDays).toBe(media.keepDays - 1)
      running -= 1
    },
  })
  const days = [31, 32, 33, 34]
  const changed = await Promise.all(
    days.map((value, revision) => settings.change([set('media.keepDays', value, revision)], 'me')),
  )
  expect(changed.map(({ outcome }) => outcome)).toEqual(days.map(() => 'changed'))
  expect(begun).toEqual([1, 1, 1, 1])
  settings.close()
  expect(faultIn(await settings.change([set('media.keepDays', 1, 4)], 'me'))).toMatchObject({
    message: expect.stringContaining('stopped') as string,
  })
})
