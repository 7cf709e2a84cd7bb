import net, { type AddressInfo, type LookupFunction } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTelegram } from '#adapters/telegram/channel.ts'
import type { TelegramOptions } from '#adapters/telegram/options.ts'
import type { Channel } from '#core/contract/channel.ts'
import type { Chat, MediaPart } from '#core/contract/message.ts'
import { saying } from '../../contract/channel.ts'
import { RecordingSink } from '../../contract/recording-sink.ts'
import { openProxy, openTlsFront } from '../../kit/proxy.ts'
import { Relay } from '../../kit/relay.ts'
import { openTelegramDouble, type TelegramDouble } from '../../kit/telegram/double.ts'
import { settingsFor } from './fixture.ts'

const never = new AbortController().signal
const opened: AsyncDisposable[] = []
let double: TelegramDouble

beforeEach(async () => {
  double = await openTelegramDouble()
  opened.push(double)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const each of opened.splice(0).toReversed()) await each[Symbol.asyncDispose]()
})

const portOf = ({ apiRoot }: TelegramDouble) => Number(new URL(apiRoot).port)
const chat = (): Chat => ({ id: String(double.person('Alice').chatId), kind: 'dm' })

/** One that has no connection yet. */
function channel(options: Partial<TelegramOptions>): Channel {
  const made = openTelegram({ ...settingsFor(double), ...options })
  opened.push(made)
  return made
}

async function opening<T extends AsyncDisposable>(thing: Promise<T>): Promise<T> {
  const made = await thing
  opened.push(made)
  return made
}

/** A server that takes connections and says nothing. */
async function openSilence(): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => void sockets.add(socket.on('error', () => undefined)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    for (const socket of sockets) socket.destroy()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: close }
}

const sends = (through: Channel, text: string) => through.send(chat(), saying(text), never)

describe.runIf(process.platform === 'linux')('a send whose connection never came about', () => {
  it('was certainly not sent, although only the time ended it', async () => {
    const relay = await opening(Relay.open(portOf(double)))
    await relay.stopAccepting()
    const { host, port } = relay
    const through = channel({ apiRoot: `http://${host}:${port}`, callTimeoutMs: 300 })
    await expect(sends(through, 'hello')).rejects.toMatchObject({ code: 'unreachable' })
    relay.accept()
    await sends(channel({ apiRoot: `http://${host}:${port}` }), 'hello')
    expect(double.calls('sendMessage')).toHaveLength(1)
  })

  it('was certainly not sent when none of several addresses answered', async () => {
    const relay = await opening(Relay.open(portOf(double)))
    await relay.stopAccepting()
    const addresses = [relay.host, '127.0.0.3'].map((address) => ({ address, family: 4 }))
    const lookup: LookupFunction = (_name, _options, found) => found(null, addresses)
    const through = channel({ apiRoot: `http://telegram.test:${relay.port}`, lookup })
    await expect(sends(through, 'hello')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('ETIMEDOUT') as string,
    })
    expect(double.calls('sendMessage')).toEqual([])
  })
})

describe('a send whose connection was never made safe', () => {
  it('was certainly not sent', async () => {
    const { port } = await opening(openSilence())
    const through = channel({ apiRoot: `https://127.0.0.1:${port}`, callTimeoutMs: 100 })
    await expect(sends(through, 'hello')).rejects.toMatchObject({ code: 'unreachable' })
  })
})

describe('a send that was stopped while its answer was awaited', () => {
  it('may have been sent', async () => {
    const { port } = await opening(openSilence())
    const through = channel({ apiRoot: `http://127.0.0.1:${port}`, callTimeoutMs: 100 })
    const failure = { code: 'unknown-outcome', message: expect.stringContaining('within 100 ms') as string }
    await expect(sends(through, 'hello')).rejects.toMatchObject(failure)
  })

  it('may have been sent also over a connection that was used before', async () => {
    const through = channel({ callTimeoutMs: 100 })
    await sends(through, 'one')
    double.faults.add({ op: 'sendMessage', silent: true })
    await expect(sends(through, 'two')).rejects.toMatchObject({ code: 'unknown-outcome' })
  })
})

describe('with a proxy in the environment', () => {
  const setUp = async () => {
    const front = await opening(openTlsFront(portOf(double)))
    const proxy = await opening(openProxy({ 'telegram.test': front.port }))
    vi.stubEnv('HTTPS_PROXY', proxy.url)
    return proxy
  }

  it('takes messages, answers and fetches files through it', async () => {
    const proxy = await setUp()
    const through = channel({ apiRoot: 'https://telegram.test' })
    const sink = new RecordingSink()
    await through.start(sink)
    double.person('Alice').sendsPhoto(new Uint8Array(500))
    const [event] = await sink.count(1)
    const media = (event?.type === 'message' ? event.parts[0] : undefined) as MediaPart
    expect(await through.fetchMedia(media, { bytesMax: 1000 }, never)).toHaveLength(500)
    await sends(through, 'a photo')
    await double.person('Alice').hears(/a photo/)
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT telegram.test:443']))
  })

  it('has certainly not sent what waited for a tunnel', async () => {
    const proxy = await setUp()
    proxy.isSilent = true
    const through = channel({ apiRoot: 'https://telegram.test', callTimeoutMs: 200 })
    await expect(sends(through, 'hello')).rejects.toMatchObject({ code: 'unreachable' })
    expect(proxy.asked).toEqual(['CONNECT telegram.test:443'])
  })

  it('keeps speaking directly to a Bot API server on this computer', async () => {
    const proxy = await setUp()
    await sends(channel({}), 'here')
    expect(proxy.asked).toEqual([])
  })
})
