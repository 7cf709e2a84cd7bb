import { describe, expect, test } from 'vitest'
import { ChannelError, type ChannelErrorCode } from '#core/contract/channel.ts'
import { identityId } from '#core/contract/ids.ts'
import type { DeliveryEvent, DeliveryState } from '#core/contract/message.ts'
import { isKeyTrusted } from '#core/delivery/reconcile.ts'
import { deliveryTest, type DeliveryFixture, type TurnOf } from './fixture.ts'

let fixture: DeliveryFixture
const { open, database } = deliveryTest((opened) => {
  fixture = opened
})

const failing = (code: ChannelErrorCode) => new ChannelError(code, `it is ${code}`)
const KEY_MS = 120_000
const DISCORD_LIKE = { repeatedSend: 'key', keyTrustedMs: KEY_MS, reconciledBy: 'read-back' } as const
const LABELLED = '(may be a repetition)\n\nHello.'

/** The answer is sent, or not, and the process dies before it learns of that. */
async function diesWithout(fault: ChannelError | 'answer lost', downMs: number): Promise<TurnOf> {
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  fixture.platform.failNext('send', 'a', fault)
  await fixture.answer(turn, 'Hello.')
  await fixture.crashAndRestart({ downMs })
  await fixture.advance(1000)
  return turn
}

describe('a send without a receipt, where the platform recognises keys for some time', () => {
  test('is repeated under its key within that time', async () => {
    const { platform } = await open(DISCORD_LIKE)
    await diesWithout('answer lost', KEY_MS / 2)
    expect(platform.callsOf('find')).toEqual([])
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('is looked for in the chat after that time', async () => {
    const { platform } = await open(DISCORD_LIKE)
    const turn = await diesWithout('answer lost', KEY_MS)
    expect(platform.callsOf('find')).toHaveLength(1)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
    expect(await fixture.row(turn)).toMatchObject({ state: 'sent', sends: [{ labelled: false, final: true }] })
  })

  test('gets its newest text when the chat shows an older one', async () => {
    const { platform } = await open(DISCORD_LIKE)
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', 'answer lost')
    await fixture.draft(turn, 'Hel')
    await fixture.finish(turn, 'Hello.', { wakes: false })
    await fixture.crashAndRestart({ downMs: KEY_MS })
    expect(platform.messages).toMatchObject([{ texts: ['Hel', 'Hello.'], final: true }])
  })

  test('is sent without a label when the chat does not show it', async () => {
    const { platform } = await open(DISCORD_LIKE)
    await diesWithout(failing('unknown-outcome'), KEY_MS)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
  })

  test('counts that time from its first send, whatever was tried since', async () => {
    const { platform } = await open(DISCORD_LIKE)
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', 'answer lost', ...Array.from({ length: 5 }, () => failing('unknown-outcome')))
    await fixture.answer(turn, 'Hello.')
    await fixture.advance(KEY_MS + 5_000)
    expect(platform.callsOf('send').length).toBeGreaterThan(2)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
    expect(await fixture.row(turn)).toMatchObject({ state: 'sent' })
  })

  test('waits while the chat cannot be read', async () => {
    const { platform } = await open(DISCORD_LIKE)
    platform.failNext('find', 'a', failing('unreachable'), failing('rate-limited'))
    const turn = await diesWithout('answer lost', KEY_MS)
    expect(await fixture.row(turn)).toMatchObject({ state: 'ready', sends: [{ state: 'sending' }] })
    await fixture.advance(10_000)
    expect(platform.seenIn('a')).toEqual(['Hello.'])
    expect(platform.callsOf('send')).toHaveLength(1)
  })

  test('is repeated with a label where the bot may not read', async () => {
    const { platform } = await open(DISCORD_LIKE)
    platform.failNext('find', 'a', failing('refused'))
    await diesWithout('answer lost', KEY_MS)
    expect(platform.seenIn('a')).toEqual(['Hello.', LABELLED])
  })

  test('is repeated with a label where nothing else can be known', async () => {
    const { platform } = await open({ ...DISCORD_LIKE, reconciledBy: 'none' })
    await diesWithout('answer lost', KEY_MS)
    expect(platform.seenIn('a')).toEqual(['Hello.', LABELLED])
  })

  test('is not trusted to be recognised when the clock was set back meanwhile', async () => {
    const { platform } = await open(DISCORD_LIKE)
    const since = (nowMs: number) => isKeyTrusted(platform.capabilities(), { sinceMs: 1000, nowMs })
    expect([since(999), since(1000), since(1000 + KEY_MS)]).toEqual([false, true, false])
  })
})

describe('a send without a receipt, where a status follows', () => {
  const WHATSAPP_LIKE = { streaming: 'none', reconciledBy: 'status', buttons: 'quick' } as const

  const status = (
    turn: TurnOf,
    state: DeliveryState,
    messageId = fixture.platform.messages[0]?.id ?? '',
  ): DeliveryEvent => ({
    v: 1,
    type: 'delivery',
    platform: 'whatsapp-cloud',
    account: turn.account,
    chat: turn.chat,
    sender: { id: identityId(turn.account, 'x'), displayName: '', isBot: false },
    sentAtMs: 0,
    receivedAtMs: 0,
    messageId,
    state,
    sentAs: { replyId: turn.reply, index: 0 },
    ...(state === 'failed' && { fault: 'Message undeliverable' }),
  })

  test('is received when its status comes', async () => {
    const { platform } = await open(WHATSAPP_LIKE)
    const turn = await diesWithout('answer lost', 60_000)
    expect(await fixture.row(turn)).toMatchObject({ state: 'ready' })
    await fixture.statuses.accept([status(turn, 'delivered')])
    await fixture.advance(1000)
    expect(platform.callsOf('send')).toHaveLength(1)
    expect(await fixture.row(turn)).toMatchObject({ state: 'sent', sends: [{ text: 'Hello.', labelled: false }] })
  })

  test('is repeated with a label when none comes', async () => {
    const { platform } = await open(WHATSAPP_LIKE)
    await diesWithout('answer lost', 60_000)
    await fixture.advance(1500)
    expect(platform.callsOf('send')).toHaveLength(1)
    await fixture.advance(1000)
    expect(platform.seenIn('a')).toEqual(['Hello.', LABELLED])
  })

  test('is cut as its labelled repetition is, so that nothing is lost whichever of them arrived', async () => {
    const { platform } = await open(WHATSAPP_LIKE)
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', 'answer lost', 'answer lost')
    await fixture.finish(turn, `${'first '.repeat(14)}${'second '.repeat(12)}`.trim())
    await fixture.settled()
    await fixture.advance(4000)
    const [first = '', again = ''] = platform.seenIn('a')
    expect(again).toBe(`(may be a repetition)\n\n${first}`)
    await fixture.statuses.accept([status(turn, 'sent')])
    await fixture.advance(10_000)
    expect(
      platform
        .seenIn('a')
        .filter((_, index) => index !== 1)
        .join(' '),
    ).toBe((await fixture.row(turn)).text)
  })

  test('has failed when its status says so, and is not repeated', async () => {
    const { platform } = await open(WHATSAPP_LIKE)
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', 'answer lost')
    await fixture.answer(turn, 'Hello.')
    await fixture.statuses.accept([status(turn, 'failed')])
    await fixture.advance(60_000)
    expect(platform.callsOf('send')).toHaveLength(1)
    expect(await fixture.row(turn)).toMatchObject({ state: 'failed', fault: 'undelivered: Message undeliverable' })
    expect(fixture.delivery.health()).toMatchObject({ undelivered: 1, sent: 0 })
  })

  test('a delivered reply fails by a later status, unless its message was replaced', async () => {
    const { platform } = await open(WHATSAPP_LIKE)
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.answer(turn, 'Hello.')
    await fixture.statuses.accept([status(turn, 'failed', 'of an earlier send')])
    expect(await fixture.row(turn)).toMatchObject({ state: 'sent' })
    await fixture.statuses.accept([status(turn, 'failed')])
    expect(await fixture.row(turn)).toMatchObject({ state: 'failed' })
    await fixture.advance(60_000)
    expect(platform.callsOf('send')).toHaveLength(1)
  })

  test('a failure whose reply was not ended, as after a crash in between, ends it when it is repeated', async () => {
    await open(WHATSAPP_LIKE)
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.answer(turn, 'Hello.')
    const sent = await fixture.row(turn)
    await fixture.statuses.accept([status(turn, 'failed')])
    await database().store.pool.query(`update outbox set state = 'sent', fault = null where id = $1`, [sent?.id])
    await fixture.statuses.accept([status(turn, 'failed')])
    expect(await fixture.row(turn)).toMatchObject({ state: 'failed' })
    expect(fixture.statuses.counts.undelivered).toBe(1)
  })

  test('a failure that names only the message is found by its receipt', async () => {
    await open(WHATSAPP_LIKE)
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.answer(turn, 'Hello.')
    const { sentAs: _none, ...named } = status(turn, 'failed')
    await fixture.statuses.accept([named])
    expect(await fixture.row(turn)).toMatchObject({ state: 'failed' })
  })
})

describe('a message that is too old to be edited', () => {
  test('is sent anew with its label, and nothing is edited', async () => {
    const { platform } = await open({ editWindowMs: 60_000 })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'Hel')
    await fixture.advance(50_000)
    await fixture.draft(turn, 'Hell')
    await fixture.advance(20_000)
    await fixture.answer(turn, 'Hello.')
    expect(platform.seenIn('a')).toEqual(['Hell', LABELLED])
    expect(platform.callsOf('edit')).toHaveLength(1)
  })

  test('is left alone when it is whole', async () => {
    const { platform } = await open({ editWindowMs: 60_000 })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'Hello.')
    await fixture.finish(turn, 'Hello.', { wakes: false })
    await fixture.crashAndRestart({ downMs: 70_000 })
    expect(platform.messages).toMatchObject([{ texts: ['Hello.'] }])
    expect(await fixture.row(turn)).toMatchObject({ state: 'sent' })
  })
})

describe('a reply whose window has closed', () => {
  const DAY_MS = 86_400_000

  test('ends as failed when the platform says so', async () => {
    const { platform } = await open()
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    platform.failNext('send', 'a', failing('window-closed'))
    await fixture.answer(turn, 'Hello.')
    await fixture.advance(60_000)
    expect(platform.callsOf('send')).toHaveLength(1)
    expect(await fixture.row(turn)).toMatchObject({ state: 'failed', fault: 'window-closed: it is window-closed' })
  })

  test('is not sent when the last message is older than that', async () => {
    const { platform } = await open({ replyWindowMs: DAY_MS })
    const [late, open_] = [
      await fixture.turn(await fixture.chat('a'), 1),
      await fixture.turn(await fixture.chat('b'), 1),
    ]
    await fixture.wrote(late, '1')
    await fixture.finish(late, 'Hello.', { wakes: false })
    await fixture.finish(open_, 'Hello.', { wakes: false })
    await fixture.delivery[Symbol.asyncDispose]()
    fixture.clock.turn(DAY_MS + 1000)
    await fixture.wrote(open_, '2')
    await fixture.crashAndRestart()
    expect(platform.seenIn('a')).toEqual([])
    expect(await fixture.row(late)).toMatchObject({ state: 'failed', fault: expect.stringMatching(/^window-closed/) })
    expect(fixture.delivery.health()).toMatchObject({ failed: 1 })
    expect(platform.seenIn('b')).toEqual(['Hello.'])
  })
})
