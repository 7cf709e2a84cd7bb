import { rm } from 'node:fs/promises'
import path from 'node:path'
import { openWhatsApp } from '#adapters/whatsapp/channel.ts'
import type { Channel, Sink } from '#core/contract/channel.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { present, readPrograms } from '#machine/programs.ts'
import { afterAll, beforeAll, describe } from 'vitest'
import { channelContract } from '../../contract/channel.ts'
import { findChromium } from '../../kit/chromium.ts'
import { temporaryFolder } from '../../kit/product.ts'
import { openWhatsAppDouble, type WhatsAppDouble } from '../../kit/whatsapp/double.ts'

const isThere = (await findChromium()) !== undefined

describe.skipIf(!isThere)('in one browser', () => {
  let double: WhatsAppDouble
  let dataFolder: string
  let opened: Opened | undefined
  let sink: Sink
  let people = 0

  beforeAll(async () => {
    double = await openWhatsAppDouble({ limits: 'off', scans: 'at once' })
    dataFolder = await temporaryFolder('contract')
    await double.prepare(dataFolder)
  })
  afterAll(async () => {
    await opened?.channel[Symbol.asyncDispose]()
    await double[Symbol.asyncDispose]()
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 10 })
  })

  /** The browser of the case before goes on, unless it has ended its channel. */
  async function openChannel(): Promise<Channel> {
    if (opened?.isEnded === false) return opened.channel
    await opened?.channel[Symbol.asyncDispose]()
    opened = watchEnd(await openIn(path.join(dataFolder, 'whatsapp'), double.root))
    await opened.channel.start(redirected(() => sink))
    await double.connected()
    return opened.channel
  }

  channelContract('whatsapp', async (given) => {
    sink = given
    const channel = await openChannel()
    const alice = double.person(`Alice ${++people}`)
    const ofBot = () => alice.transcript().filter(({ fromBot }) => fromBot)
    return {
      channel,
      chat: { id: alice.chatId, kind: 'dm' },
      says: (text) => void alice.says(text),
      sees: (text) => double.until(() => ofBot().at(-1)?.text === text || undefined),
      seen: () => ofBot().flatMap(({ earlier, text }) => [...earlier, text]),
      gets: () => double.until(() => ofBot().at(-1)?.file?.bytes),
      [Symbol.asyncDispose]: async () => {},
    }
  })
})

async function openIn(folder: string, webRoot: string): Promise<Channel> {
  const chromium = present((await readPrograms(process.cwd())).chromium)
  return await openWhatsApp({
    ...{ folder, chromium, webRoot, clock: systemClock, log: logFor('test:whatsapp') },
    ownerQuietMinutes: 30,
    restartHour: 'off',
    sendsPerMinute: 20,
    sandbox: 'auto',
    isPaced: false,
    random: () => 0.5,
  })
}

type Opened = { readonly channel: Channel; isEnded: boolean }

function watchEnd(channel: Channel): Opened {
  const opened: Opened = { isEnded: false, channel: new Proxy(channel, { get }) }
  function get(target: Channel, name: keyof Channel): unknown {
    if (name === 'stop' || name === Symbol.asyncDispose) opened.isEnded = true
    return member(target, name)
  }
  return opened
}

/** What a started channel is given for good, in front of the store of the case that runs. */
const redirected = (sink: () => Sink) => new Proxy({} as Sink, { get: (_, name: keyof Sink) => member(sink(), name) })

function member<Of extends object>(of: Of, name: keyof Of): unknown {
  const found = of[name]
  return typeof found === 'function' ? (found.bind(of) as unknown) : found
}
