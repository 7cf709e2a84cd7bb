import { afterAll, beforeAll, expect, test } from 'vitest'
import { ChannelError, type Capabilities } from '#core/contract/channel.ts'
import type { Send } from '#core/store/schema.ts'
import type { TestDatabase } from '../../kit/database.ts'
import type { Shown } from './fake-platform.ts'
import { randomFrom } from '../random.ts'
import { DeliveryFixture, type TurnOf } from './fixture.ts'

const SEEDS = Array.from({ length: 16 }, (_, index) => index + 1)
const CHATS = ['a', 'b', 'c']
const TURNS = 4
const LABEL = '(may be a repetition)\n\n'

let database: TestDatabase
beforeAll(async () => {
  database = await DeliveryFixture.database()
})
afterAll(() => database[Symbol.asyncDispose]())

test.each(SEEDS)('every answer is seen whole, in order, and once unless it says so (seed %i)', async (seed) => {
  const random = randomFrom(seed).next
  const capabilities: Partial<Capabilities> = {
    streaming: random() < 0.8 ? 'edit' : 'none',
    repeatedSend: random() < 0.5 ? 'key' : 'unknowable',
    marksFinal: random() < 0.5,
  }
  const fixture = await DeliveryFixture.open(database, capabilities)
  const answered = await play(fixture, random)
  for (let minutes = 0; minutes < 60 && (await isOpen(answered, fixture)); minutes += 1) await fixture.advance(60_000)
  for (const chat of CHATS) {
    await audit(fixture, { chat, answered: answered.filter(({ in: of }) => of === chat), capabilities })
  }
  expect(fixture.delivery.health().conversations).toBe(0)
  await fixture[Symbol.asyncDispose]()
})

async function isOpen(answered: readonly Answered[], fixture: DeliveryFixture): Promise<boolean> {
  const rows = await Promise.all(answered.map(({ turn }) => fixture.row(turn)))
  return rows.some((row) => row.state === 'ready') || fixture.delivery.health().conversations > 0
}

type Answered = { readonly in: string; readonly turn: TurnOf; readonly text: string }

/** Chats in which one turn follows the other, with faults, pauses and crashes at random. */
async function play(fixture: DeliveryFixture, random: () => number): Promise<Answered[]> {
  const answered: Answered[] = []
  const chats = await Promise.all(CHATS.map(async (id) => ({ id, conversation: await fixture.chat(id) })))
  for (let number = 1; number <= TURNS; number += 1) {
    for (const { id, conversation } of chats) {
      const turn = await fixture.turn(conversation, number)
      if (random() < 0.7) await grow(fixture, { id, turn, random })
      const text = textOf(turn, random)
      await fixture.finish(turn, text, { wakes: random() < 0.8 })
      answered.push({ in: id, turn, text })
      await disturb(fixture, id, random)
    }
  }
  return answered
}

type Growing = { id: string; turn: TurnOf; random: () => number }

async function grow(fixture: DeliveryFixture, { id, turn: of, random }: Growing): Promise<void> {
  const text = textOf(of, random)
  for (let end = 5; end < text.length; end += 5 + Math.floor(random() * 60)) {
    fixture.bus.publish({ op: 'reply-draft', target: of, text: text.slice(0, end) })
    await disturb(fixture, id, random)
  }
}

async function disturb(fixture: DeliveryFixture, id: string, random: () => number): Promise<void> {
  const faults = [
    'answer lost',
    new ChannelError('unreachable', 'no route'),
    new ChannelError('rate-limited', 'slow', { retryAfterMs: random() * 20_000 }),
  ] as const
  const fault = faults[Math.floor(random() * 10)]
  if (fault !== undefined) fixture.platform.failNext(random() < 0.6 ? 'send' : 'edit', id, fault)
  if (random() < 0.1) await fixture.crashAndRestart()
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
  // Where the platform recognises repetitions, all other messages are drafts of a run that did not end.
  const stored = await Promise.all(of.answered.map(({ turn }) => fixture.row(turn)))
  const known = stored.flatMap((row) => row.sends).map((send) => shownAs(messages, send))
  const others = messages.filter((message) => message.chat === of.chat && !known.includes(message))
  if (of.capabilities.repeatedSend === 'key') expect(others.filter((message) => message.final)).toEqual([])
}

function unlabelled(messages: readonly Shown[], text: string): Shown[] {
  return messages.filter((message) => message.texts.at(-1) === text)
}

function shownAs(messages: readonly Shown[], send: Send): Shown {
  const shown = send.state === 'sent' ? messages.find(({ id }) => id === send.receipt.messageId) : undefined
  if (shown === undefined) throw new Error('a message has no receipt, or one of no message')
  return shown
}
