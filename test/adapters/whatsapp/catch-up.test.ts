import { readBack } from '#adapters/whatsapp/catch-up.ts'
import type { KnownChat } from '#core/contract/channel.ts'
import { logFor } from '#machine/log.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { hastyClock, recordingLog } from '../telegram/fixture.ts'
import { AskedPage } from './asked-page.ts'
import { ANA, BO, GROUP, key, model, T } from './models.ts'

const NOW_MS = T * 1000 + 60 * 60_000
const MINUTE = 60
const QUIET_MS = 30 * 60_000

let page: AskedPage
let stop: AbortController
beforeEach(() => {
  page = new AskedPage()
  stop = new AbortController()
})

type Options = { known?: readonly KnownChat[]; ownerQuietMs?: number; log?: ReturnType<typeof recordingLog>['log'] }

/** What is read back: of each chat the words, and where the owner wrote. */
async function read({ known = [], ownerQuietMs = QUIET_MS, log = logFor('test:whatsapp') }: Options = {}) {
  const found: [string, unknown[]][] = []
  const silenced: [string, number][] = []
  const began: string[] = []
  const clock = { ...hastyClock().clock, now: () => NOW_MS }
  const missed = async (chatId: string, messages: readonly unknown[]) =>
    void found.push([chatId, messages.map((each) => (each as { body: unknown }).body)])
  const ownerWrote = (chatId: string, agoMs: number) => void silenced.push([chatId, agoMs])
  const begins = (chatIds: readonly string[]) => void began.push(...chatIds)
  const stored = async () => known
  await readBack({ page, stored, begins, missed, ownerWrote, ownerQuietMs, clock, log }, stop.signal)
  return { found, silenced, began }
}

const said = (body: string, afterMinutes: number, more: Parameters<typeof key>[0] = {}) =>
  model({ id: key({ id: `3EB0${body}`, ...more }), body, t: T + afterMinutes * MINUTE })
const own = (body: string, afterMinutes: number, id: string) => said(body, afterMinutes, { fromMe: true, id })
const answered = (body: string, afterMinutes: number) => own(body, afterMinutes, `3EB0${body}`)
const typedOnPhone = (body: string, afterMinutes: number) => own(body, afterMinutes, `3A${body}`)

describe('chats that are read back', () => {
  it('are those with unread messages, the newest first, each in its order and without our own words', async () => {
    page.chats = [
      { id: ANA, unreadCount: 2, t: T, messages: [said('one', 1), answered('ours', 2), said('two', 3)] },
      { id: BO, unreadCount: 1, t: T + 1, messages: [said('three', 4, { remote: BO })] },
      { id: GROUP, messages: [said('read', 1)] },
      { id: 'status@broadcast', unreadCount: 9, messages: [said('status', 1)] },
      { id: '1203@newsletter', unreadCount: 9, messages: [said('news', 1)] },
    ]
    const { found, began } = await read()
    expect(found).toEqual([
      [BO, ['three']],
      [ANA, ['one', 'two']],
    ])
    expect(began).toEqual([BO, ANA])
  })

  it('are also those that were read on the phone, when the newest message is not stored', async () => {
    const messages = [said('stored', 1), said('missed', 2)]
    page.chats = [
      { id: ANA, messages },
      { id: BO, messages: [said('stored', 1, { remote: BO })] },
    ]
    const known = [ANA, BO].map((id) => ({
      chat: { id, kind: 'dm' as const },
      messageId: key({ id: '3EB0stored', remote: id })._serialized,
    }))
    expect((await read({ known })).found).toEqual([[ANA, ['stored', 'missed']]])
  })

  it('give nothing from before the link, nor from more than a day ago by the clock of WhatsApp', async () => {
    page.chats = [{ id: ANA, unreadCount: 3, messages: [said('before', 1), said('after', 3)] }]
    page.linkedAtMs = (T + 2 * MINUTE) * 1000
    expect((await read()).found).toEqual([[ANA, ['after']]])
    page.linkedAtMs = 0
    // Our clock is five minutes behind.
    page.clockAheadMs = 5 * 60_000
    const dayAgo = 60 - 24 * 60
    page.chats = [{ id: ANA, unreadCount: 2, messages: [said('too old', dayAgo + 4), said('new', dayAgo + 6)] }]
    expect((await read()).found).toEqual([[ANA, ['new']]])
  })

  it('of which one cannot be read hold up no other, and its address is not logged', async () => {
    page.before = (what) => {
      if (what === `messages of ${BO}`) throw new Error(`chat not found: ${BO}`)
    }
    page.chats = [
      { id: BO, unreadCount: 1, messages: [said('lost', 2)] },
      { id: ANA, unreadCount: 1, messages: [{ t: 7, id: {} }, said('found', 1)] },
    ]
    const { log, lines } = recordingLog()
    expect((await read({ log })).found).toEqual([
      [BO, []],
      [ANA, ['found']],
    ])
    expect(JSON.stringify(lines)).toMatch(/could not be read back/)
    expect(JSON.stringify(lines)).not.toMatch(/4915/)
  })

  it('are left when the service stops', async () => {
    page.before = (what) => {
      if (what === 'messages') stop.abort(new Error('stopped'))
    }
    page.chats = [
      { id: ANA, unreadCount: 1, messages: [said('one', 1)] },
      { id: BO, unreadCount: 1, messages: [said('two', 1)] },
    ]
    await read().catch(() => undefined)
    expect(page.asked).toEqual(['chats', 'messages'])
  })
})

describe('where the owner wrote on the phone', () => {
  const messages = [said('before', 1), typedOnPhone('mine', 5), said('soon after', 10), said('later', 40)]

  it('what they answered, and what came soon after, is not answered hours later', async () => {
    page.chats = [{ id: ANA, unreadCount: 2, messages }]
    expect((await read()).found).toEqual([[ANA, ['later']]])
  })

  it('the chat is silenced from when it was', async () => {
    page.chats = [{ id: ANA, unreadCount: 2, messages }]
    page.clockAheadMs = 5 * 60_000
    expect((await read()).silenced).toEqual([[ANA, 60 * 60_000]])
  })

  it('everything is read where that silences nobody', async () => {
    page.chats = [{ id: ANA, unreadCount: 3, messages }]
    expect((await read({ ownerQuietMs: 0 })).found).toEqual([[ANA, ['before', 'soon after', 'later']]])
  })

  it("the service's own words are not taken for theirs", async () => {
    page.chats = [{ id: ANA, unreadCount: 2, messages: [said('one', 1), answered('ours', 2), said('two', 3)] }]
    const { found, silenced } = await read()
    expect(found).toEqual([[ANA, ['one', 'two']]])
    expect(silenced).toEqual([])
  })
})
