import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { ChannelSettings } from '#adapters/all.ts'
import { openLiveChannels } from '#adapters/live-channels.ts'
import { readConfig } from '#app/config.ts'
import { openListener } from '#http/listener.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { RecordingSink } from '../contract/recording-sink.ts'
import { temporaryFolder } from '../kit/product.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'

const DISCORD_TOKEN = 'MTEwMDAwMDAwMDAwMDAwMDA0Mg.Nobody.of-discord-for-tests-0123456789'
const NOWHERE = 'http://127.0.0.1:9'

let folder: string
let telegram: TelegramDouble
let settings: ChannelSettings

beforeAll(async () => {
  folder = await temporaryFolder('live-channels')
  // Where Discord would put its pictures: it cannot be opened.
  await writeFile(path.join(folder, 'discord-pictures'), '')
  telegram = await openTelegramDouble()
  const env = { CHASQUI_DATA: folder, TELEGRAM_API_ROOT: telegram.apiRoot, TELEGRAM_BOT_TOKEN: telegram.token }
  settings = await readConfig({ env: { ...env, DISCORD_API_ROOT: NOWHERE } })
})
afterAll(async () => {
  await telegram[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

type Own = { maySetAside?: boolean; opened?: () => Promise<void> }

async function openWith(own: ChannelSettings, { maySetAside = false, opened = async () => {} }: Own = {}) {
  const readiness = () => ({ ready: true, parts: [] })
  const listener = await openListener({ host: '127.0.0.1', port: 0, log: logFor('test:listener'), readiness })
  onTestFinished(() => listener[Symbol.asyncDispose]())
  return await openLiveChannels(own, {
    ...{ listener, dataFolder: folder, socketFolder: folder, key: Buffer.alloc(32), clock: systemClock },
    waitsFor: () => undefined,
    hasRoom: () => true,
    commandMenu: { languages: [], in: () => [] },
    chromium: async () => ({ missing: [] }),
    hasRepliesUnderWay: async () => false,
    opened,
    maySetAside: () => maySetAside,
    random: () => 0.5,
    randomId: () => 'random',
  })
}

test('where one of several cannot be opened, all go on as before', async () => {
  const channels = await openWith(settings)
  await channels.start(() => new RecordingSink())
  const names = channels.all().map(({ name }) => name)
  expect(names).toEqual(['terminal', 'web', 'telegram'])
  const changed = {
    ...settings,
    telegram: { ...settings.telegram, token: telegram.rotateToken() },
    discord: { ...settings.discord, token: DISCORD_TOKEN },
  }
  await expect(channels.apply(changed)).rejects.toThrow(/EEXIST|ENOTDIR/)
  expect(channels.settings()).toBe(settings)
  expect(channels.all().map(({ name }) => name)).toEqual(names)
  expect(channels.faulty()).toEqual([])
  await channels.apply({ ...changed, discord: settings.discord })
  await telegram.until(() => telegram.isPolled || undefined)
  await channels[Symbol.asyncDispose]()
  await expect(channels.apply(settings)).rejects.toThrow('stopped')
})

test('a channel that the console has set up does not keep the service from starting; others do', async () => {
  const wrong = { ...settings, telegram: { ...settings.telegram, token: 'none' } }
  await expect(openWith(wrong)).rejects.toThrow('TELEGRAM_BOT_TOKEN) is no bot token')
  const channels = await openWith(wrong, { maySetAside: true })
  expect(channels.all().map(({ name }) => name)).toEqual(['terminal', 'web'])
  expect(channels.faulty()).toMatchObject([{ name: 'telegram', detail: expect.stringContaining('no bot token') }])
  await channels[Symbol.asyncDispose]()
})

test('one that does not start is closed and faulty; a store that is away keeps none from being opened', async () => {
  const channels = await openWith(settings, { opened: () => Promise.reject(new Error('the store is away')) })
  let isFailing = false
  await channels.start((channel) => {
    if (isFailing && channel.name === 'telegram') throw new Error('it does not start')
    return new RecordingSink()
  })
  await channels.reconnect('telegram')
  expect(channels.faulty()).toEqual([])
  isFailing = true
  await expect(channels.reconnect('telegram')).rejects.toThrow('it does not start')
  expect(channels.faulty()).toEqual([{ name: 'telegram', detail: 'it does not start' }])
  expect(channels.all().map(({ name }) => name)).toEqual(['terminal', 'web'])
  await channels[Symbol.asyncDispose]()
})
