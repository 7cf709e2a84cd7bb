import type { Chat, ChatEvent } from '#core/contract/message.ts'
import { replyId } from '#core/contract/ids.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saying } from '../../contract/channel.ts'
import { RecordingSink } from '../../contract/recording-sink.ts'
import type { Group } from '../../kit/discord/group.ts'
import type { Person } from '../../kit/discord/person.ts'
import { hastyClock } from '../telegram/fixture.ts'
import { type Fixture, openFixture, openOn } from './fixture.ts'

const never = new AbortController().signal
const SEND = 'POST /channels/:channel/messages'
const FOLLOW = 'POST /webhooks/:webhook/:token'
const MINUTE_MS = 60_000
let nowMs: number
let fixture: Fixture
let alice: Person
let group: Group
let chat: Chat

beforeEach(async () => {
  nowMs = Date.now()
  fixture = await openFixture({ double: { now: () => nowMs } })
  alice = fixture.double.person('Alice', { language: 'de' })
  group = fixture.double.group('Huts')
  chat = { id: group.id, kind: 'group' }
  await fixture.double.until(() => (fixture.double.state.commands.length > 0 ? true : undefined))
})

afterEach(async () => await fixture[Symbol.asyncDispose]())

async function commanded(name: string, argument?: string): Promise<ChatEvent & { messageId: string }> {
  alice.in(group).commands(name, argument)
  const [event] = await fixture.sink.count(1)
  return event as ChatEvent & { messageId: string }
}

const acknowledged = (id: string) =>
  fixture.double.until(() => (fixture.double.state.interactions.get(id)?.isAcknowledged ? true : undefined))

describe('the commands', () => {
  it('are offered in the languages of Discord, with one for the menu of a message, and set only when they differ', async () => {
    const { double, folder } = fixture
    const [help] = double.state.commands
    expect(help).toMatchObject({
      name: 'help',
      type: 1,
      description_localizations: { de: expect.any(String) as string },
    })
    expect(double.state.commands.at(-1)).toMatchObject({ type: 3, name: 'Ask about this picture' })
    expect(double.calls('PUT /applications/:application/commands')).toHaveLength(1)
    await fixture.channel[Symbol.asyncDispose]()
    const again = await openOn(double, { clock: hastyClock().clock, folder })
    await again.start(new RecordingSink())
    await double.until(() => double.calls('GET /applications/:application/commands')[1])
    await again[Symbol.asyncDispose]()
    expect(double.calls('PUT /applications/:application/commands')).toHaveLength(1)
  })
})

describe('a slash command', () => {
  it('is stored before it is acknowledged; its token is kept apart from the event', async () => {
    const event = await commanded('remember', 'I like tea')
    expect(event).toMatchObject({ type: 'command', name: 'remember', argument: 'I like tea', locale: 'de' })
    await acknowledged(event.messageId)
    const token = fixture.double.state.interactions.get(event.messageId)?.token ?? ''
    expect(Buffer.from(event.raw ?? []).toString()).not.toContain(token)
    expect(fixture.sink.noted.get(`interaction:${event.messageId}`)).toContain(token)
  })

  it('is answered where it was given, by edits of the one answer; further pieces follow', async () => {
    const { messageId: answers } = await commanded('help')
    const { channel, double } = fixture
    const first = saying('One', { answers, final: false })
    const sent = await channel.send(chat, first, never)
    await channel.edit(chat, sent, { ...first, text: 'One and' }, never)
    const second = { ...first, text: 'two', index: 1, final: true }
    await channel.send(chat, second, never)
    const shown = alice
      .in(group)
      .transcript()
      .filter(({ fromBot }) => fromBot)
    expect(shown.map(({ text }) => text)).toEqual(['One and', 'two'])
    expect(double.calls(SEND)).toEqual([])
    expect(double.unanswered).toEqual([])
  })

  it('is answered once, also when the answers of Discord are lost', async () => {
    const { messageId: answers } = await commanded('help')
    const { channel, double } = fixture
    const first = saying('One', { answers, replyId: replyId(() => 'r1') })
    double.faults.add({ op: 'edit', dropAfterAccept: true }, { op: 'send', dropAfterAccept: true })
    await expect(channel.send(chat, first, never)).rejects.toMatchObject({ code: 'unreachable' })
    await channel.send(chat, first, never)
    const second = { ...first, text: 'Two', index: 1 }
    await expect(channel.send(chat, second, never)).rejects.toMatchObject({ code: 'unknown-outcome' })
    await channel.send(chat, second, never)
    const shown = alice
      .in(group)
      .transcript()
      .filter(({ fromBot }) => fromBot)
    expect(shown.map(({ text }) => text)).toEqual(['One', 'Two'])
    expect(double.calls(FOLLOW)).toHaveLength(1)
  })

  it('about memory is answered so that only the person sees it', async () => {
    const { messageId: answers } = await commanded('memories')
    await fixture.channel.send(chat, saying('You like tea.', { answers }), never)
    await alice.in(group).hears(/You like tea/)
    const bo = fixture.double.person('Bo').in(group)
    expect(bo.transcript()).toEqual([])
  })

  it('that is answered after 15 minutes gets an ordinary message', async () => {
    const { messageId: answers } = await commanded('help')
    await acknowledged(answers)
    nowMs += 16 * MINUTE_MS
    await fixture.channel.send(chat, saying('Late', { answers, replyTo: answers }), never)
    await alice.in(group).hears(/Late/)
    expect(fixture.double.calls(SEND)).toHaveLength(1)
  })

  it('about memory is never shown to others, however late its answer comes', async () => {
    const { messageId: answers } = await commanded('memories')
    await acknowledged(answers)
    nowMs += 16 * MINUTE_MS
    const late = saying('You like tea.', { kind: 'command', answers, replyTo: answers })
    await expect(fixture.channel.send(chat, late, never)).rejects.toMatchObject({ code: 'window-closed' })
    expect(fixture.double.calls(SEND)).toEqual([])
  })

  it('that gets no answer of its own does not leave its person waiting, and one that has keeps it', async () => {
    const { messageId: answers } = await commanded('help')
    await fixture.channel.send(chat, saying('One', { answers }), never)
    alice.in(group).commands('status')
    const events = (await fixture.sink.count(2)) as readonly { messageId: string }[]
    const [first, second] = events.map(({ messageId }) => fixture.double.state.interactions.get(messageId))
    await acknowledged(second?.id ?? '')
    expect(second?.original?.isDeleted).toBe(false)
    fixture.sink.answered = events.map(({ messageId }) => messageId)
    await fixture.double.until(() => (second?.original?.isDeleted ? true : undefined))
    expect(first?.original?.isDeleted).toBe(false)
  })

  it('whose answer Discord refuses does not leave its person waiting either', async () => {
    const { messageId: answers } = await commanded('help')
    await acknowledged(answers)
    fixture.double.faults.add({ op: 'edit', status: 400 })
    await expect(fixture.channel.send(chat, saying('One', { answers }), never)).rejects.toMatchObject({
      code: 'refused',
    })
    fixture.sink.answered = [answers]
    const original = fixture.double.state.interactions.get(answers)?.original
    await fixture.double.until(() => (original?.isDeleted ? true : undefined))
  })

  it('that cannot be stored is answered with an apology in time, in the language of the person', async () => {
    fixture.sink.isDown = true
    alice.in(group).commands('help')
    await alice.in(group).hears(/gerade nichts annehmen/)
    expect(fixture.double.person('Bo').in(group).transcript()).toEqual([])
    fixture.sink.isDown = false
    alice.in(group).mentions('and now?')
    await fixture.sink.until(({ texts }) => texts.includes('@chasqui and now?'))
    expect(fixture.sink.events.filter(({ type }) => type === 'command')).toEqual([])
    expect(fixture.double.unanswered).toEqual([])
  })
})

describe('a press', () => {
  it('is stored, acknowledged, and leaves the message as it is', async () => {
    const buttons = [{ name: 'good', label: '👍', data: 'good:r' }] as const
    const sent = await fixture.channel.send(chat, saying('So.', { buttons }), never)
    alice.in(group).presses(sent.messageId, '👍')
    const [event] = await fixture.sink.count(1)
    expect(event).toMatchObject({ type: 'callback', messageId: sent.messageId, data: 'good:r' })
    const { callbackId } = event as { callbackId: string }
    await acknowledged(callbackId)
    expect(
      alice
        .in(group)
        .transcript()
        .map(({ text }) => text),
    ).toEqual(['So.'])
  })
})

describe('the command in the menu of a message', () => {
  it('asks about its picture, which is there although the bot may not read the channel', async () => {
    const picture = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 1, 2, 3])
    const bo = fixture.double.person('Bo').in(group)
    const target = bo.photo(picture, 'my dog')
    alice.in(group).choosesFor(target, 'Ask about this picture')
    const event = await fixture.sink.until(({ events }) => events.find(({ sender }) => sender.id === alice.identity))
    expect(event).toMatchObject({ addressed: 'command', replyTo: { messageId: target, text: 'my dog' } })
    const [media] = event.type === 'message' ? (event.replyTo?.media ?? []) : []
    const bytes = await fixture.channel.fetchMedia(media!, { bytesMax: 1000 }, never)
    expect(Buffer.compare(bytes, picture)).toBe(0)
    expect(fixture.double.calls('GET /channels/:channel/messages/:message')).toEqual([])
    await fixture.channel.send(chat, saying('A dog.', { answers: (event as { messageId: string }).messageId }), never)
    await alice.in(group).hears(/A dog/)
  })

  it('says at once that there is none', async () => {
    const target = fixture.double.person('Bo').in(group).says('no picture here')
    alice.in(group).choosesFor(target, 'Nach diesem Bild fragen')
    await alice.in(group).hears(/kein Bild/)
  })
})
