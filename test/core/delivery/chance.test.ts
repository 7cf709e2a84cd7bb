import { afterAll, beforeAll, expect, test } from 'vitest'
import { ChannelError, type Capabilities } from '#core/contract/channel.ts'
import { identityId, type ReplyId } from '#core/contract/ids.ts'
import type { DeliveryEvent } from '#core/contract/message.ts'
import type { Send } from '#core/store/schema.ts'
import type { TestDatabase } from '../../kit/database.ts'
import type { Shown } from './fake-platform.ts'
import { randomFrom } from '../random.ts'
import { DeliveryFixture, type TurnOf } from './fixture.ts'

const SEEDS = Array.from({ length: 18 }, (_, index) => index + 1)
const CHATS = ['a', 'b', 'c']
const TURNS = 4
const LABEL = '(may be a repetition)\n\n'

let database: TestDatabase
beforeAll(async () => {
  database = await DeliveryFixture.database()
})
afterAll(() => database[Symbol.asyncDispose]())

/** How platforms tell what was sent. */
const WAYS: readonly Partial<Capabilities>[] = [
  { repeatedSend: 'unknowable', reconciledBy: 'none' },
  { repeatedSend: 'key', reconciledBy: 'none' },
  { repeatedSend: 'key', keyTrustedMs: 5_000, reconciledBy: 'none' },
  { repeatedSend: 'key', keyTrustedMs: 5_000, reconciledBy: 'read-back' },
  { repeatedSend: 'unknowable', reconciledBy: 'read-back' },
  { repeatedSend: 'unknowable', reconciledBy: 'status' },
]

test.each(SEEDS)('every answer is seen whole, in order, and once unless it says so (seed %i)', async (seed) => {
  const random = randomFrom(seed).next
  const capabilities: Partial<Capabilities> = {
    streaming: random() < 0.8 ? 'edit' : 'none',
    ...WAYS[seed % WAYS.length],
    marksFinal: random() < 0.5,
    buttons: random() < 0.5 ? 'below' : 'none',
    ...(random() < 0.3 && { sendRate: { count: 2, perMs: 3_000 } }),
  }
  const fixture = await DeliveryFixture.open(database, capabilities)
  const statuses = capabilities.reconciledBy === 'status' ? statusesOf(fixture, random) : []
  const answered = await play(fixture, { random, statuses })
  for (let minutes = 0; minutes < 60 && (await isOpen(answered, fixture)); minutes += 1) await fixture.advance(60_000)
  for (const chat of CHATS) {
    await audit(fixture, { chat, answered: answered.filter(({ in: of }) => of === chat), capabilities })
  }
  expect(fixture.delivery.health().conversations).toBe(0)
  await fixture[Symbol.asyncDispose]()
})

/** Statuses that the platform is about to send; some never come. */
function statusesOf({ platform, clock }: DeliveryFixture, random: () => number): DeliveryEvent[] {
  const waiting: DeliveryEvent[] = []
  platform.onShown = ({ id, chat, key }) => {
    const [replyId = '', index] = key.split(':')
    if (random() < 0.2) return
    waiting.push({
      v: 1,
      type: 'delivery',
      platform: 'telegram',
      account: platform.account,
      chat: { id: chat, kind: 'dm' },
      sender: { id: identityId(platform.account, 'x'), displayName: '', isBot: false },
      sentAtMs: clock.now(),
      receivedAtMs: clock.now(),
      messageId: id,
      state: random() < 0.5 ? 'sent' : 'delivered',
      sentAs: { replyId: replyId as ReplyId, index: Number(index) },
    })
  }
  return waiting
}

async function isOpen(answered: readonly Answered[], fixture: DeliveryFixture): Promise<boolean> {
  const rows = await Promise.all(answered.map(({ turn }) => fixture.row(turn)))
  return rows.some((row) => row.state === 'ready') || fixture.delivery.health().conversations > 0
}

type Answered = { readonly in: string; readonly turn: TurnOf; readonly text: string }

type Played = { readonly random: () => number; readonly statuses: DeliveryEvent[] }

/** Chats in which one turn follows the other, with faults, pauses and crashes at random. */
async function play(fixture: DeliveryFixture, by: Played): Promise<Answered[]> {
  const { random } = by
  const answered: Answered[] = []
  const chats = await Promise.all(CHATS.map(async (id) => ({ id, conversation: await fixture.chat(id) })))
  for (let number = 1; number <= TURNS; number += 1) {
    for (const { id, conversation } of chats) {
      const turn = await fixture.turn(conversation, number)
      if (random() < 0.7) await grow(fixture, { id, turn, ...by })
      const text = textOf(turn, random)
      await fixture.finish(turn, text, { wakes: random() < 0.8 })
      answered.push({ in: id, turn, text })
      await disturb(fixture, id, by)
    }
  }
  return answered
}

type Growing = Played & { id: string; turn: TurnOf }

async function grow(fixture: DeliveryFixture, { id, turn: of, ...by }: Growing): Promise<void> {
  const text = textOf(of, by.random)
  for (let end = 5; end < text.length; end += 5 + Math.floor(by.random() * 60)) {
    fixture.bus.publish({ op: 'reply-draft', target: of, text: text.slice(0, end) })
    await disturb(fixture, id, by)
  }
}

async function disturb(fixture: DeliveryFixture, id: string, { random, statuses }: Played): Promise<void> {
  const faults = [
    'answer lost',
    new ChannelError('unreachable', 'no route'),
    new ChannelError('rate-limited', 'slow', { retryAfterMs: random() * 20_000 }),
    new ChannelError('rate-limited', 'slow', { retryAfterMs: random() * 2_000, isAnticipated: true }),
  ] as const
  const fault = faults[Math.floor(random() * 12)]
  if (fault !== undefined) fixture.platform.failNext(random() < 0.6 ? 'send' : 'edit', id, fault)
  if (random() < 0.1) fixture.platform.failNext('find', id, new ChannelError('unreachable', 'no route'))
  if (random() < 0.6) await fixture.statuses.accept(statuses.splice(0, Math.floor(random() * 5)))
  if (random() < 0.1) await fixture.crashAndRestart({ downMs: random() < 0.3 ? 10_000 : 0 })
  if (random() < 0.5) await fixture.advance(random() * 3000)
}

const textOf = (turn: TurnOf, random: () => number) =>
  Array.from({ length: 3 + Math.floor(random() * 30) }, (_, index) => `${turn.reply}.${index}`).join(' ')

type Audited = { chat: string; answered: Answered[]; capabilities: Partial<Capabilities> }

async function audit(fixture: DeliveryFixture, of: Audited): Promise<void> {
  const { messages } = fixture.platform
  let newest = -1
  for (const { turn, text } of of.answered) {
    const row = await fixture.row(turn)
    expect(row.state).toBe('sent')
    const shown = row.sends.map((send) => shownAs(messages, send))
    const said = shown.map((message) => (message.texts.at(-1) ?? '').replace(LABEL, '')).filter((part) => part !== '…')
    expect(said.join(' ')).toBe(text)
    if (of.capabilities.marksFinal) expect(shown.every((message) => message.final)).toBe(true)
    const positions = shown.map((message) => messages.indexOf(message))
    expect(positions).toEqual(positions.toSorted((a, b) => a - b))
    expect(positions[0]).toBeGreaterThan(newest)
    newest = positions.at(-1) ?? newest
    const repeated = said.flatMap((part) => unlabelled(messages, part).slice(1))
    expect(repeated).toEqual([])
  }
  // Where it is known what was sent, all other messages are drafts of a run that did not end.
  const stored = await Promise.all(of.answered.map(({ turn }) => fixture.row(turn)))
  const known = stored.flatMap((row) => row.sends).map((send) => shownAs(messages, send))
  const others = messages.filter((message) => message.chat === of.chat && !known.includes(message))
  const { repeatedSend, keyTrustedMs, reconciledBy, buttons } = of.capabilities
  const isKnown = reconciledBy === 'read-back' || (repeatedSend === 'key' && keyTrustedMs === undefined)
  if (isKnown) expect(others.filter((message) => message.final)).toEqual([])
  for (const row of stored) {
    const names = row.sends.map((send) =>
      shownAs(messages, send)
        .buttons.map((button) => button.split(':')[0])
        .join(' '),
    )
    expect(names.filter((each) => each !== '')).toEqual(buttons === 'below' ? ['good bad'] : [])
  }
}

function unlabelled(messages: readonly Shown[], text: string): Shown[] {
  return messages.filter((message) => message.texts.at(-1) === text)
}

function shownAs(messages: readonly Shown[], send: Send): Shown {
  const shown = send.state === 'sent' ? messages.find(({ id }) => id === send.receipt.messageId) : undefined
  if (shown === undefined) throw new Error('a message has no receipt, or one of no message')
  return shown
}
