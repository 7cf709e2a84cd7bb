import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { SwitchingBy } from '#core/contract/models.ts'
import { SettingRefused } from '#core/contract/settings.ts'
import type { Engine, GuardProtection } from '#engine/contract.ts'
import { protectionLost } from '#engine/guard-protection.ts'
import type { Hardware } from '#machine/hardware.ts'
import { systemClock as clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { LiveEngines } from '#app/live-engines.ts'
import { ModelSwitch, type ModelSetting } from '#app/model-switch.ts'
import { openScripted, type ScriptedEngine } from '../kit/scripted.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

const signal = new AbortController().signal
const log = logFor('test:switch')
const POLL = { timeout: 5_000, interval: 5 }
const machine = (bytes: number): Hardware => ({
  platform: 'linux',
  arch: 'x64',
  cores: 2,
  memory: { totalBytes: bytes, availableBytes: bytes },
  gpus: [],
})
const LARGE = machine(64e9)
/** Room for the bundled model once, not twice. */
const SMALL = machine(20e6)

const engineAs = (state: 'ready' | 'starting' | 'failed') => {
  const engine = openScripted({ script: () => ({ text: '' }), clock })
  if (state === 'starting') engine.setHealth({ state, detail: 'it is being loaded' })
  if (state === 'failed') engine.setHealth({ state, detail: 'The file is damaged.' })
  return engine
}
const setOf = (chat: Engine) => ({ chat, photo: chat, guard: chat, guards: [] })

const ANN: SwitchingBy = { name: 'ann', mayWeaken: false, permit: async () => undefined }
/** Of the scripted engine, and of the one that is switched to. */
const AS_BEFORE: GuardProtection = { level: 'demonstration', seesPictures: false }

/** The bundled model serves, and one named `next` can take its place; engines are opened in this order. */
async function switching(hardware: Hardware, opened: readonly ScriptedEngine[], next = AS_BEFORE) {
  const cacheFolder = await temporaryFolder()
  const folder = path.join(cacheFolder, 'models', 'next')
  await mkdir(folder, { recursive: true })
  const card = await readFile(path.resolve(import.meta.dirname, '../../engine/models/tiny-scout/card.json'), 'utf8')
  await writeFile(path.join(folder, 'card.json'), card)
  const first = engineAs('ready')
  const live = new LiveEngines(setOf(first), { clock, log })
  const names: string[] = []
  const left = [...opened]
  const switcher = new ModelSwitch({
    live,
    open: async (model) => {
      names.push(model)
      return setOf(left.shift() ?? engineAs('failed'))
    },
    protectionWith: async () => next,
    model: 'tiny-scout',
    isHost: false,
    cacheFolder,
    hardware: async () => hardware,
    clock,
    log,
  })
  const begin = (by = ANN) => switcher.begin('next', by, settingsOf(switcher))
  return { live, switcher, begin, first, names, state: () => switcher.state.state }
}

/** They keep nothing, and ask the switch as the service's own do. */
const settingsOf = (switcher: ModelSwitch): ModelSetting => ({
  list: async () => [],
  async change([change], _by, permit) {
    await permit?.()
    try {
      await switcher.apply(String(change?.value), signal)
      return { outcome: 'changed', waitsForStart: false }
    } catch (error) {
      if (!(error instanceof SettingRefused)) throw error
      return { outcome: 'refused', faults: [{ key: error.key, message: error.message }] }
    }
  },
})

const isClosed = (engine: Engine) => engine.health().state === 'failed'

test('a switch that is cancelled while the new model is loaded closes it, and the old one serves on', async () => {
  const next = engineAs('starting')
  const { live, switcher, begin, first, state } = await switching(LARGE, [next])
  await begin()
  await expect.poll(state, POLL).toBe('loading')
  expect(switcher.state).toMatchObject({ way: 'beside', by: 'ann', canCancel: true })
  expect(switcher.cancel()).toBe(true)
  await expect.poll(state, POLL).toBe('cancelled')
  expect([isClosed(next), isClosed(first)]).toEqual([true, false])
  expect((await live.take(signal)).set.chat).toBe(first)
  expect(switcher.cancel()).toBe(false)
})

test('a model whose guard is weaker is used by those alone who may weaken it, and what is lost is said before', async () => {
  const weaker = { level: 'none', seesPictures: false } as const
  const { switcher, begin, first, names, state } = await switching(LARGE, [engineAs('ready')], weaker)
  expect(await switcher.plan('next')).toMatchObject({ lost: ['judgement'] })
  await expect(begin()).rejects.toMatchObject({ code: 'weaker-guard' })
  expect([names, state(), isClosed(first)]).toEqual([[], 'none', false])
  await begin({ ...ANN, mayWeaken: true })
  await expect.poll(state, POLL).toBe('done')
})

test('who may no longer switch when the setting has its turn switches nothing', async () => {
  const { begin, switcher, names, state } = await switching(LARGE, [engineAs('ready')])
  await begin({ ...ANN, permit: () => Promise.reject(new Error('Your role does not allow this.')) })
  await expect.poll(state, POLL).toBe('failed')
  expect([names, switcher.state]).toMatchObject([[], { why: 'Your role does not allow this.' }])
})

test.each([
  ['full', true, 'full', true, []],
  ['full', true, 'demonstration', true, ['judgement']],
  ['full', true, 'full', false, ['pictures']],
  ['demonstration', true, 'none', false, ['judgement', 'pictures']],
  ['demonstration', false, 'full', false, []],
  ['off', false, 'off', false, []],
] as const)('from %s (pictures: %s) to %s (pictures: %s) is lost: %j', (now, saw, next, sees, lost) => {
  expect(protectionLost({ level: now, seesPictures: saw }, { level: next, seesPictures: sees })).toEqual(lost)
})

test('where messages wait, answers that run are finished first, and until then it can be cancelled', async () => {
  const { live, switcher, begin, first, names, state } = await switching(SMALL, [engineAs('ready')])
  const running = await live.take(signal)
  await begin()
  await expect.poll(state, POLL).toBe('waiting')
  const later = live.take(signal)
  expect(switcher.cancel()).toBe(true)
  expect((await later).set.chat).toBe(first)
  await expect.poll(state, POLL).toBe('cancelled')
  expect([names, running.closed.aborted, isClosed(first)]).toEqual([[], false, false])
})

test('once the old model is closed it cannot be cancelled, and messages that wait get the new one', async () => {
  const next = engineAs('starting')
  const { live, switcher, begin, first, state } = await switching(SMALL, [next])
  await begin()
  await expect.poll(state, POLL).toBe('loading')
  await expect.poll(() => isClosed(first), POLL).toBe(true)
  const waiting = live.take(signal)
  expect(switcher.cancel()).toBe(false)
  expect(live.current.chat.health().state).toBe('starting')
  next.setHealth({ state: 'ready', model: 'next' })
  expect((await waiting).set.chat).toBe(next)
  await expect.poll(state, POLL).toBe('done')
  expect(switcher.model).toBe('next')
})

test('when the last model cannot be loaded again either, nobody waits for ever: what is wrong is said', async () => {
  const { live, switcher, begin, names, state } = await switching(SMALL, [engineAs('failed'), engineAs('failed')])
  await begin()
  await expect.poll(state, POLL).toBe('failed')
  expect(switcher.state).toMatchObject({ why: 'The file is damaged.', serves: 'tiny-scout' })
  expect(names).toEqual(['next', 'tiny-scout'])
  expect((await live.take(signal)).set.chat.health()).toMatchObject({ state: 'failed' })
})

test('a guard of its own is closed with the model that it judged for, also where the service stops in the middle', async () => {
  const next = engineAs('starting')
  const { live, switcher, begin, first, state } = await switching(SMALL, [next])
  const guard = engineAs('ready')
  live.use({ ...setOf(first), guard })
  await begin()
  await expect.poll(state, POLL).toBe('loading')
  await switcher[Symbol.asyncDispose]()
  await live[Symbol.asyncDispose]()
  expect([isClosed(next), isClosed(guard)]).toEqual([true, true])
})

test('a stop of the service ends a switch, whatever it waits for', async () => {
  for (const hardware of [LARGE, SMALL]) {
    const next = engineAs('starting')
    const { live, switcher, begin, state } = await switching(hardware, [next])
    await begin()
    await expect.poll(state, POLL).toBe('loading')
    await switcher[Symbol.asyncDispose]()
    await live[Symbol.asyncDispose]()
    expect([switcher.model, isClosed(next)]).toEqual(['tiny-scout', true])
  }
})
