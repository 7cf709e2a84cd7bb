import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '../kit/product.ts'

const NOWHERE = 'http://127.0.0.1:9'

/** Settings that switch channels on, one after the other. */
const STEPS = {
  none: {},
  telegram: { TELEGRAM_BOT_TOKEN: '4242:a-token-of-nobody' },
  discord: { DISCORD_BOT_TOKEN: 'MTEwMDAwMDAwMDAwMDAwMDA0Mg.Nobody.of-discord-for-tests-0123456789' },
  messenger: {
    MESSENGER_PAGE_TOKEN: 'of-nobody',
    META_APP_SECRET: 'of-nobody',
    META_VERIFY_TOKEN: 'of-nobody',
    META_GRAPH_ROOT: NOWHERE,
  },
  // Nobody has linked an account: there is nothing to run a browser for.
  whatsapp: { WHATSAPP_ENABLED: 'true', WHATSAPP_CHROMIUM: process.execPath },
}
type Step = keyof typeof STEPS

/** What a module belongs to, where that is a channel. */
const PART =
  /\/adapters\/(?!shared)(\w+)\/|\/node_modules\/(telegraf|discord\.js|@discordjs|discord-api-types|whatsapp-web\.js|puppeteer|puppeteer-core)\//

/**
 * In a process of its own: what this one has loaded says nothing. All of the service is imported, channels are opened as
 * it opens them, and those that ask no platform are started.
 */
const PROGRAM = `
  const { registerHooks } = await import('node:module')
  let loaded = new Set()
  registerHooks({ load: (url, context, next) => (loaded.add(url), next(url, context)) })
  await import('#app/app.ts')
  const { openLiveChannels } = await import('#adapters/live-channels.ts')
  const { readConfig } = await import('#app/config.ts')
  const { openListener } = await import('#http/listener.ts')
  const { logFor } = await import('#machine/log.ts')
  const { systemClock: clock } = await import('#machine/clock.ts')
  const { RecordingSink } = await import('./test/contract/recording-sink.ts')
  const [random, randomId] = [Math.random, () => crypto.randomUUID()]
  const inSteps = {}
  for (const [name, env] of Object.entries(JSON.parse(process.env.STEPS))) {
    const settings = await readConfig({ env: { ...JSON.parse(process.env.ALWAYS), ...env } })
    const readiness = () => ({ ready: true, parts: [] })
    const listener = await openListener({ ...settings.server, log: logFor('test:listener'), readiness })
    const dataFolder = process.env.FOLDER
    const channels = await openLiveChannels(settings, {
      ...{ listener, dataFolder, socketFolder: dataFolder, clock, random, randomId },
      waitsFor: () => undefined,
      key: Buffer.alloc(32),
      hasRoom: () => true,
      commandMenu: [],
      chromium: async () => ({ path: process.execPath }),
      hasRepliesUnderWay: async () => false,
      opened: async () => {},
    })
    if (name === 'none' || name === 'whatsapp') await channels.start(() => new RecordingSink())
    await channels[Symbol.asyncDispose]()
    await listener[Symbol.asyncDispose]()
    inSteps[name] = [...loaded]
    loaded = new Set()
  }
  console.log(JSON.stringify(inSteps))`

let dataFolder: string
beforeAll(async () => {
  dataFolder = await temporaryFolder('modules')
})
afterAll(() => rm(dataFolder, { recursive: true, force: true }))

test('a channel that is off loads no module', async () => {
  const engine = { CHASQUI_ENGINE_URL: `${NOWHERE}/v1`, CHASQUI_ENGINE_MODEL: 'none' }
  const always = { CHASQUI_DATA: dataFolder, CHASQUI_PORT: '0', ...engine }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: {
      PATH: process.env.PATH,
      LOG: 'silent',
      STEPS: JSON.stringify(STEPS),
      ALWAYS: JSON.stringify(always),
      FOLDER: dataFolder,
    },
    maxBuffer: 64 << 20,
  })
  const loaded = JSON.parse(stdout) as Record<Step, string[]>
  const partsIn = (step: Step) => {
    const parts = loaded[step].flatMap((url) => PART.exec(url)?.slice(1).find(Boolean) ?? [])
    return [...new Set(parts)].toSorted()
  }
  expect(partsIn('none')).toEqual(['terminal', 'web'])
  expect(partsIn('telegram')).toEqual(['telegraf', 'telegram'])
  expect(partsIn('discord')).toEqual(['@discordjs', 'discord', 'discord-api-types', 'discord.js'])
  expect(partsIn('messenger')).toEqual(['meta'])
  expect(partsIn('whatsapp')).toEqual(['whatsapp'])
})
