import { expect, test } from 'vitest'
import type { SettingForm } from '#core/contract/settings.ts'
import type { KeptSetting } from '#core/settings/settings-store.ts'
import { layered, type Layers } from '#app/config.ts'
import { settingForms } from '#app/config/keys.ts'
import { settingsTable } from '#app/settings/table.ts'
import { usableValues } from '#app/settings/usable.ts'
import { englishOf, sentencesOf, type Said } from '#machine/sentence.ts'

const keys = [...settingForms.keys()]
const rowOf = (key: string) => settingsTable[key]

test('every setting is marked now, next start or elsewhere, and nothing else is', () => {
  expect(Object.keys(settingsTable).toSorted()).toEqual(keys.toSorted())
})

test('no program, file or address of the service is set in the console, nor what protects people', () => {
  const dangerous = /(?:host|port|[uU]rl|[rR]oot|trustProxy|llamaServer|chromium|sandbox)$|^guard\.(?:mode|ack|rem|thr)/
  const reachable = keys.filter((key) => dangerous.test(key) && rowOf(key)?.applies !== 'elsewhere')
  expect(reachable).toEqual([])
})

test('whatever is called a token, a key or a secret is one, and is a text', () => {
  const named = keys.filter((key) => /(?:token|key|secret)$/i.test(key))
  expect(named.filter((key) => !rowOf(key)?.isSecret)).toEqual([])
  expect(keys.filter((key) => rowOf(key)?.isSecret && settingForms.get(key)?.type !== 'text')).toEqual([])
})

test('the form of a setting is that of its schema', () => {
  const of = (key: string) => settingForms.get(key)
  expect(of('limits.person.burst')).toEqual({ type: 'number', min: 0, max: 100_000 })
  expect(of('access.mode')).toEqual({ type: 'choice', of: ['open', 'pairing', 'allow-list'] })
  expect(of('whatsapp.restartHour')).toEqual({ type: 'number', min: 0, max: 23, or: 'off' })
  expect(of('whatsapp.enabled')).toEqual({ type: 'switch' })
  expect(of('access.allow')).toEqual({ type: 'list' })
  expect(of('engine.model')).toEqual({ type: 'text' })
})

const layersOf = (file: object, environment: Readonly<Record<string, unknown>> = {}): Layers => ({
  file: file as Layers['file'],
  environment: {
    values: new Map(Object.entries(environment)),
    names: new Map(Object.keys(environment).map((key) => [key, 'NAME'])),
    secretFiles: {},
    ignoredNames: [],
  },
  dataFolder: '/nowhere',
  cacheFolder: '/nowhere',
})

const kept = (values: Readonly<Record<string, unknown>>): KeptSetting[] =>
  Object.entries(values).map(([key, value]) => ({ key, value, state: 'set', revision: 1 }))

test('the console goes over the file, and the environment over the console', () => {
  const layers = layersOf({ media: { keepDays: 2 }, albums: { waitMs: 1 } }, { 'engine.model': 'gemma-4-e2b' })
  const values = new Map<string, unknown>([
    ['media.keepDays', 3],
    ['limits.person.burst', 4],
    ['engine.model', 'qwen-3.5-4b'],
  ])
  expect(layered(layers, values)).toMatchObject({
    media: { keepDays: 3, picturesMax: 5 },
    albums: { waitMs: 1 },
    limits: { person: { burst: 4, perMinute: 20 } },
    engine: { model: 'gemma-4-e2b' },
  })
})

test('a channel whose token stands in the file is switched off in the console', () => {
  const off = new Map([['telegram.enabled', false]])
  const file = { telegram: { token: '1:a' } }
  expect(layered(layersOf(file), off).telegram).toMatchObject({ token: '1:a', enabled: false })
  expect(layered(layersOf({ telegram: { token: '1:a', enabled: false } })).telegram.enabled).toBe(false)
})

test('a value that can be used no more is left out with a reason, and the others are used', () => {
  const usable = usableValues(layersOf({}), [
    ...kept({
      'media.keepDays': 0,
      'media.picturesMax': 2,
      'engine.model': '/etc/models',
      'guard.mode': 'off',
      'telegram.apiRoot': 'https://evil.example',
      'gone.setting': 1,
      constructor: 'x',
    }),
    { key: 'telegram.token', state: 'unreadable', value: undefined, revision: 2 },
    { key: 'albums.waitMs', state: 'none', value: null, revision: 3 },
  ])
  expect([...usable.values]).toEqual([['media.picturesMax', 2]])
  expect(Object.fromEntries([...usable.faults].map(([key, said]) => [key, englishOf(said)]))).toEqual({
    'media.keepDays': 'expected 1 to 3650',
    'engine.model': expect.stringContaining('name of a model') as string,
    'guard.mode': expect.stringContaining('chasqui.yaml') as string,
    'telegram.apiRoot': expect.stringContaining('chasqui.yaml') as string,
    'gone.setting': 'there is no such setting',
    constructor: 'there is no such setting',
    'telegram.token': expect.stringContaining('enter it again') as string,
  })
  expect(usable.config).toMatchObject({ media: { keepDays: 30, picturesMax: 2 }, guard: { mode: 'model' } })
})

/** Of each form, what it is not. */
const WRONG: Readonly<Record<SettingForm['type'], readonly unknown[]>> = {
  number: [-1, 2 ** 52, 1.5, 'many', '', true],
  choice: ['no such word', '', 3],
  switch: ['yes', 1],
  list: [['not an id'], [''], 'a text', ['\u0000:a:b']],
  text: ['', 7, 'a line\nand another', 'a\u0000b', '\u202Ereversed', '\uD800'],
  secret: ['', 7, 'a line\nand another', 'a\u0000b', 'a blank', '\uD800'],
}
const SAYS_WHAT_TO_DO =
  /expected .{3}|looks like .|\d+ to \d+ |the id of a phone number is a number|a port is a number|chasqui\.yaml/

const saidOf = (faults: ReadonlyMap<string, Said>, key: string) => englishOf(faults.get(key) ?? '')

test.each(Object.keys(settingsTable))('%s with a wrong value is refused, and it is said what is right', (key) => {
  const form = rowOf(key)?.isSecret ? 'secret' : settingForms.get(key)?.type
  for (const value of WRONG[form ?? 'text']) {
    const { faults } = usableValues(layersOf({}), kept({ [key]: value }))
    expect([value, saidOf(faults, key)]).toEqual([value, expect.stringMatching(SAYS_WHAT_TO_DO)])
    expect(saidOf(faults, key)).not.toMatch(/Invalid|Too (?:small|big)|NaN/)
    // In every language of the console.
    expect([value, sentencesOf(faults.get(key) ?? '')]).not.toEqual([value, undefined])
  }
})

test('of settings that need each other it is said as the console calls them, and both together are right', () => {
  const faultsOf = (values: Readonly<Record<string, unknown>>) => usableValues(layersOf({}), kept(values))
  const alone = faultsOf({ 'memory.embedder': 'model' })
  expect(saidOf(alone.faults, 'memory.embedder')).toMatch(
    /^memory\.embedder: model needs memory\.embedModel: the name of/,
  )
  const name = faultsOf({ 'memory.embedModel': 'embeddinggemma-300m' })
  expect(saidOf(name.faults, 'memory.embedModel')).toMatch(/also set memory\.embedder: model/)
  expect(faultsOf({ 'memory.embedder': 'model', 'memory.embedModel': 'embeddinggemma-300m' }).faults.size).toBe(0)
})

test('values that a new file makes impossible together are left out together', () => {
  const values = kept({ 'access.mode': 'open', 'limits.person.burst': 7 })
  const file = { access: { mode: 'allow-list', allow: ['telegram:1:2'] } }
  const { config, faults } = usableValues(layersOf(file), values)
  expect(config).toMatchObject({ access: { mode: 'allow-list' }, limits: { person: { burst: 7 } } })
  expect([...faults.keys()]).toEqual(['access.mode'])
})
