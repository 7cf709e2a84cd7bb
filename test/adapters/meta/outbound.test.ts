import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { replyId } from '#core/contract/ids.ts'
import type { OutgoingFile, OutgoingMessage } from '#core/contract/channel.ts'
import type { Chat } from '#core/contract/message.ts'
import { systemClock } from '#machine/clock.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { healthOf } from '../telegram/fixture.ts'
import { type Fixture, openFixture, PRODUCT_NAMES, signal } from './fixture.ts'

const REPLY = replyId(() => 'abcdefghijklmnopqrstuv')
const answer = (text: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  replyId: REPLY,
  index: 0,
  kind: 'answer',
  text,
  final: true,
  ...more,
})

async function unusedAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

/** Somebody has written, so that the bot may. */
async function afterHello(fixture: Fixture) {
  const alice = fixture.double.person('Alice')
  const id = alice.says('hello')
  await fixture.sink.count(1)
  return { alice, id, chat: { id: alice.chatId, kind: 'dm' } satisfies Chat }
}

const BUTTONS = [
  { name: 'good', label: '👍', data: `good:${REPLY}` },
  { name: 'bad', label: '👎', data: `bad:${REPLY}` },
] as const

describe.each(PRODUCT_NAMES)('a message of the bot on %s', (product) => {
  it('is shown to the person, with its id as the receipt', async () => {
    await using fixture = await openFixture({ product })
    const { alice, chat } = await afterHello(fixture)
    const receipt = await fixture.channel.send(chat, answer('**Yes**, see [here](https://example.org)'), signal())
    const shown = await alice.hears(/Yes/)
    expect(shown).toMatchObject({ id: receipt.messageId, text: 'Yes, see here (https://example.org)' })
    const bold = shown.marks.filter(({ type }) => type === 'bold')
    expect(bold).toEqual(product === 'whatsapp-cloud' ? [{ type: 'bold', text: 'Yes' }] : [])
  })

  it('is sent with the token in a header, never in the address, and with the proof of the secret', async () => {
    await using fixture = await openFixture({ product })
    const { chat } = await afterHello(fixture)
    await fixture.channel.send(chat, answer('hi'), signal())
    const [call] = fixture.double.calls('send')
    // A token of the Instagram login belongs to another secret than the app's.
    expect('appsecret_proof' in (call?.payload ?? {})).toBe(product !== 'instagram')
    expect(JSON.stringify(fixture.double.calls())).not.toContain(fixture.double.state.profile.token)
  })

  it('is refused by the channel when it is longer than a message may be', async () => {
    await using fixture = await openFixture({ product })
    const { chat } = await afterHello(fixture)
    const { length } = fixture.channel.capabilities(chat).textMax
    await fixture.channel.send(chat, answer('x'.repeat(length)), signal())
    const longer = fixture.channel.send(chat, answer('x'.repeat(length + 1)), signal())
    await expect(longer).rejects.toMatchObject({ code: 'refused' })
    expect(fixture.double.calls('send')).toHaveLength(1)
  })

  it('is not sent outside of the 24 hours after the person wrote last', async () => {
    await using fixture = await openFixture({ product })
    const { chat } = await afterHello(fixture)
    fixture.double.turn(24 * 60 * 60_000 + 1000)
    await expect(fixture.channel.send(chat, answer('late'), signal())).rejects.toMatchObject({ code: 'window-closed' })
  })

  it.each([
    ['dropped before it was taken', { drop: true }, 'unknown-outcome'],
    ['dropped after it was taken', { dropAfterAccept: true }, 'unknown-outcome'],
    ['answered with HTML', { html: true }, 'unknown-outcome'],
    ['answered with 503', { status: 503 }, 'unreachable'],
    ['answered with 500 as a passing error', { status: 500 }, 'unreachable'],
    ['answered with 400', { status: 400 }, 'refused'],
    ['limited', { retryAfter: 7 }, 'rate-limited'],
    ['never answered', { silent: true }, 'unknown-outcome'],
  ] as const)('that is %s fails as what it is', async (_name, fault, code) => {
    await using fixture = await openFixture({ product, channel: { callTimeoutMs: 300 } })
    const { chat } = await afterHello(fixture)
    fixture.double.faults.add({ op: 'send', ...fault })
    const failure = await fixture.channel.send(chat, answer('hi'), signal()).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code, ...('retryAfter' in fault && { retryAfterMs: 7000 }) })
    expect(String(failure)).not.toContain(fixture.double.state.profile.token)
  })

  it('says so in health when the token was revoked, until it holds again', async () => {
    await using fixture = await openFixture({ product })
    const { chat } = await afterHello(fixture)
    fixture.double.revokeToken()
    await expect(fixture.channel.send(chat, answer('hi'), signal())).rejects.toMatchObject({ code: 'unauthorised' })
    const detail = expect.stringContaining(`as ${fixture.double.state.profile.tokenName}`) as string
    expect(fixture.channel.health()).toMatchObject({ state: 'failed', detail })
    fixture.double.restoreToken()
    await healthOf(fixture.channel, { state: 'ready' })
  })

  it('uses the new token from the file that the old one was in', async () => {
    const tokenFile = join(await temporaryFolder(), 'token')
    await using fixture = await openFixture({ product, tokenFile })
    const { alice, chat } = await afterHello(fixture)
    await writeFile(tokenFile, `${fixture.double.rotateToken()}\n`)
    await fixture.channel.send(chat, answer('with the new one'), signal())
    await alice.hears(/with the new one/)
    expect(fixture.channel.health().state).toBe('ready')
  })

  it('follows signs that it is being written and that the question was read', async () => {
    await using fixture = await openFixture({ product })
    const { alice, chat, id } = await afterHello(fixture)
    await fixture.channel.typing(chat, signal(), id)
    expect(alice.seesTyping).toBe(true)
    expect(alice.room.signals.map(({ kind }) => kind)).toEqual(['mark_seen', 'typing_on'])
  })
})

describe('buttons', () => {
  it.each(['messenger', 'instagram'] as const)(
    'are quick replies on %s, and come back when pressed',
    async (product) => {
      await using fixture = await openFixture({ product })
      const { alice, chat } = await afterHello(fixture)
      const { messageId } = await fixture.channel.send(chat, answer('good?', { buttons: BUTTONS }), signal())
      expect((await alice.hears(/good/)).buttons).toEqual(['👍', '👎'])
      alice.presses(messageId, '👎')
      const press = await fixture.sink.until(({ events }) => events.find(({ type }) => type === 'callback'))
      expect(press).toMatchObject({ data: `bad:${REPLY}`, sender: { id: alice.identity } })
    },
  )
})

describe('on WhatsApp Cloud', () => {
  const product = 'whatsapp-cloud'

  it('statuses say which message of which reply they are about', async () => {
    await using fixture = await openFixture({ product })
    const { chat } = await afterHello(fixture)
    const { messageId } = await fixture.channel.send(chat, answer('hi', { index: 2 }), signal())
    const told = await fixture.sink.until(({ events }) => {
      const statuses = events.filter((event) => event.type === 'delivery')
      return statuses.length === 2 && statuses
    })
    expect(told).toMatchObject([
      { messageId, state: 'sent', sentAs: { replyId: REPLY, index: 2 } },
      { messageId, state: 'delivered', sentAs: { replyId: REPLY, index: 2 } },
    ])
  })

  it('two messages to one person are six seconds apart, as Meta wants it', async () => {
    await using fixture = await openFixture({ product })
    const { chat } = await afterHello(fixture)
    await fixture.channel.send(chat, answer('one'), signal())
    const second = fixture.channel.send(chat, answer('two'), signal())
    await expect(second).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs: 6000 })
    expect(fixture.channel.capabilities(chat).sendRate).toEqual({ count: 1, perMs: 6000 })
  })

  it('people who hide their number are answered by their user id', async () => {
    await using fixture = await openFixture({ product })
    const eve = fixture.double.person('Eve', { hidesNumber: true })
    eve.says('hello')
    const [event] = await fixture.sink.count(1)
    expect(event).toMatchObject({ chat: { id: eve.chatId }, sender: { displayName: 'Eve', id: eve.identity } })
    await fixture.channel.send(event!.chat, answer('hi'), signal())
    await eve.hears(/hi/)
    const status = await fixture.sink.until(({ events }) => events.find(({ type }) => type === 'delivery'))
    expect(status).toMatchObject({ chat: { id: eve.chatId } })
  })

  it('a message is certainly not sent when nobody answers at the address', async () => {
    const channel = { graphRoot: await unusedAddress() }
    await using fixture = await openFixture({ product, channel, isReady: false })
    const chat = { id: '436609000001', kind: 'dm' } as const
    await expect(fixture.channel.send(chat, answer('hi'), signal())).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('nothing is shown as typing where no message is being answered', async () => {
    await using fixture = await openFixture({ product })
    const { chat } = await afterHello(fixture)
    await fixture.channel.typing(chat, signal())
    expect(fixture.double.calls('typing')).toEqual([])
  })

  it('a chat in which nothing can be delivered fails by its status', async () => {
    await using fixture = await openFixture({ product })
    const { alice, chat } = await afterHello(fixture)
    alice.blocks()
    await fixture.channel.send(chat, answer('hi'), signal())
    const status = await fixture.sink.until(({ events }) => events.find(({ type }) => type === 'delivery'))
    expect(status).toMatchObject({ state: 'failed', fault: '131026 Message undeliverable' })
  })
})

it('a person who cannot be reached any more on Messenger is gone', async () => {
  await using fixture = await openFixture({ product: 'messenger' })
  const { alice, chat } = await afterHello(fixture)
  alice.blocks()
  await expect(fixture.channel.send(chat, answer('hi'), signal())).rejects.toMatchObject({ code: 'chat-gone' })
})

describe('a file', () => {
  const bytes = Buffer.from('PK\x03\x04 and more', 'latin1')
  const zip = async (more: Partial<OutgoingFile> = {}): Promise<OutgoingFile> => {
    const path = join(await temporaryFolder(), 'x.zip')
    await writeFile(path, bytes)
    const about = { name: 'export "1".zip', mime: 'application/zip', bytes: bytes.length, id: 'random' }
    return { replyId: REPLY, index: 1, path, ...about, ...more }
  }

  it('arrives on Messenger byte for byte, and a repeated one with its label', async () => {
    await using fixture = await openFixture({ product: 'messenger' })
    const { alice, chat } = await afterHello(fixture)
    const file = await zip({ note: 'This may be a repetition.' })
    const { messageId } = await fixture.channel.sendFile!(chat, file, signal())
    const shown = alice.transcript().slice(-2)
    expect(shown).toMatchObject([
      { text: 'This may be a repetition.' },
      { id: messageId, file: { name: 'export _1_.zip', bytes } },
    ])
  })

  it('that is gone, or too large, is not sent', async () => {
    await using fixture = await openFixture({ product: 'messenger' })
    const { chat } = await afterHello(fixture)
    const gone = fixture.channel.sendFile!(chat, await zip({ path: '/nowhere/x.zip' }), signal())
    await expect(gone).rejects.toMatchObject({ code: 'media-gone' })
    const large = fixture.channel.sendFile!(chat, await zip({ bytes: 25_000_001 }), signal())
    await expect(large).rejects.toMatchObject({ code: 'media-too-large' })
    expect(fixture.double.calls('send')).toEqual([])
  })

  it.each(['instagram', 'whatsapp-cloud'] as const)(
    'of that kind is not taken by %s, and it says so',
    async (product) => {
      await using fixture = await openFixture({ product })
      const { chat } = await afterHello(fixture)
      expect(fixture.channel.capabilities(chat).files).toBe('none')
      await expect(fixture.channel.sendFile!(chat, await zip(), signal())).rejects.toMatchObject({ code: 'refused' })
    },
  )

  it('whose upload finds the token refused is sent again whole with the new one', async () => {
    const tokenFile = join(await temporaryFolder(), 'token')
    await using fixture = await openFixture({ product: 'messenger', tokenFile, channel: { clock: systemClock } })
    const { alice, chat } = await afterHello(fixture)
    await writeFile(tokenFile, fixture.double.rotateToken())
    await fixture.channel.sendFile!(chat, await zip(), signal())
    expect(alice.transcript().at(-1)?.file?.bytes).toEqual(bytes)
  })
})
