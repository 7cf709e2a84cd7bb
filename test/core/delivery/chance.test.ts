import { afterAll, beforeAll, expect, test } from 'vitest'
import { ChannelError, type Capabilities } from '#core/contract/channel.ts'
import type { Send } from '#core/store/schema.ts'
import type { TestDatabase } from '../../kit/database.ts'
import type { Shown } from './fake-platform.ts'
import { randomFrom } from '../random.ts'
import { World, type TurnOf } from './fixture.ts'

const SEEDS = Array.from({ length: 16 }, (_, index) => index + 1)
const CHATS = ['a', 'b', 'c']
const TURNS = 4
const LABEL = '(may be a repetition)\n\n'

let database: TestDatabase
beforeAll(async () => {
  database = await World.database()
})
afterAll(() => database[Symbol.asyncDispose]())

test.each(SEEDS)('every answer is seen whole, in order, and once unless it says so (seed %i)', async (seed) => {
  const random = randomFrom(seed).next
  const capabilities: Partial<Capabilities> = {
    streaming: random() < 0.8 ? 'edit' : 'none',
    repeatedSend: random() < 0.5 ? 'key' : 'unknowable',
    marksFinal: random() < 0.5,
  }
  const world = await World.open(database, capabilities)
  const told = await play(world, random)
  for (let minutes = 0; minutes < 60 && (await isOpen(told, world)); minutes += 1) await world.advance(60_000)
  for (const chat of CHATS) await audit(world, { chat, told: told.filter(({ in: of }) => of === chat), capabilities })
  expect(world.delivery.health().conversations).toBe(0)
  await world[Symbol.asyncDispose]()
})

async function isOpen(told: readonly Told[], world: World): Promise<boolean> {
  const rows = await Promise.all(told.map(({ turn }) => world.row(turn)))
  return rows.some((row) => row.state === 'ready') || world.delivery.health().conversations > 0
}

type Told = { readonly in: string; readonly turn: TurnOf; readonly text: string }

/** Chats in which one turn follows the other, with mishaps, pauses and crashes wherever they fall. */
async function play(world: World, random: () => number): Promise<Told[]> {
  const told: Told[] = []
  const chats = await Promise.all(CHATS.map(async (id) => ({ id, conversation: await world.chat(id) })))
  for (let number = 1; number <= TURNS; number += 1) {
    for (const { id, conversation } of chats) {
      const turn = await world.turn(conversation, number)
      if (random() < 0.7) await grow(world, { id, turn, random })
      const text = textOf(turn, random)
      await world.finish(turn, text, { rings: random() < 0.8 })
      told.push({ in: id, turn, text })
      await disturb(world, id, random)
    }
  }
  return told
}

type Growing = { id: string; turn: TurnOf; random: () => number }

async function grow(world: World, { id, turn: of, random }: Growing): Promise<void> {
  const text = textOf(of, random)
  for (let end = 5; end < text.length; end += 5 + Math.floor(random() * 60)) {
    world.bus.publish({ op: 'reply-draft', target: of, text: text.slice(0, end) })
    await disturb(world, id, random)
  }
}

async function disturb(world: World, id: string, random: () => number): Promise<void> {
  const mishaps = [
    'answer lost',
    new ChannelError('unreachable', 'no route'),
    new ChannelError('rate-limited', 'slow', { retryAfterMs: random() * 20_000 }),
  ] as const
  const mishap = mishaps[Math.floor(random() * 10)]
  if (mishap !== undefined) world.platform.failNext(random() < 0.6 ? 'send' : 'edit', id, mishap)
  if (random() < 0.1) await world.crashAndRestart()
  if (random() < 0.5) await world.advance(random() * 3000)
}

const textOf = (turn: TurnOf, random: () => number) =>
  Array.from({ length: 3 + Math.floor(random() * 30) }, (_, index) => `${turn.reply}.${index}`).join(' ')

type Audited = { chat: string; told: Told[]; capabilities: Partial<Capabilities> }

async function audit(world: World, of: Audited): Promise<void> {
  const { messages } = world.platform
  let newest = -1
  for (const { turn, text } of of.told) {
    const row = await world.row(turn)
    expect(row.state).toBe('sent')
    const shown = row.sends.map((send) => shownAs(messages, send))
    const said = shown.map((message) => (message.texts.at(-1) ?? '').replace(LABEL, '')).filter((part) => part !== '…')
    expect(said.join(' ')).toBe(text)
    if (of.capabilities.marksFinal) expect(shown.every((message) => message.final)).toBe(true)
    const places = shown.map((message) => messages.indexOf(message))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(newest)
    newest = places.at(-1) ?? newest
    const repeated = said.flatMap((part) => unlabelled(messages, part).slice(1))
    expect(repeated).toEqual([])
  }
  // Where a repetition is recognised, all that is left over are words of a run that came to nothing.
  const stored = await Promise.all(of.told.map(({ turn }) => world.row(turn)))
  const known = stored.flatMap((row) => row.sends).map((send) => shownAs(messages, send))
  const strays = messages.filter((message) => message.chat === of.chat && !known.includes(message))
  if (of.capabilities.repeatedSend === 'key') expect(strays.filter((message) => message.final)).toEqual([])
}

function unlabelled(messages: readonly Shown[], text: string): Shown[] {
  return messages.filter((message) => message.texts.at(-1) === text)
}

function shownAs(messages: readonly Shown[], send: Send): Shown {
  const shown = send.state === 'sent' ? messages.find(({ id }) => id === send.receipt.messageId) : undefined
  if (shown === undefined) throw new Error('a message has no receipt, or one of no message')
  return shown
}
