import { EventEmitter } from 'node:events'
import { listen } from '#adapters/whatsapp/raw-events.ts'
import type { RawEvent } from '#adapters/whatsapp/raw-event.ts'
import { OwnSends } from '#adapters/whatsapp/own-sends.ts'
import { Reception } from '#adapters/whatsapp/reception.ts'
import { accountId, identityId } from '#core/contract/ids.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from 'whatsapp-web.js'
import { RecordingSink } from '../../contract/recording-sink.ts'
import { hastyClock, recordingLog } from '../telegram/fixture.ts'
import { AskedPage } from './asked-page.ts'
import { ANA, ANA_LID, BO, GROUP, inGroup, key, ME, message, model, T } from './models.ts'

const account = accountId('whatsapp', ME.phoneNumber)
const now = () => T * 1000 + 60_000

let page: AskedPage
let sink: RecordingSink
let ownSends: OwnSends
let stop: AbortController
let reception: Reception
let running: Promise<void>
let log: ReturnType<typeof recordingLog>

beforeEach(() => {
  page = new AskedPage()
  sink = new RecordingSink()
  ownSends = new OwnSends()
  stop = new AbortController()
  log = recordingLog()
  const given = { sink, ownSends, account: () => account, page: () => (page.isGone ? undefined : page), log: log.log }
  const clock = { ...hastyClock().clock, now }
  const told = { onIn: () => undefined, stored: () => undefined }
  reception = new Reception({ ...given, ...told, ownerQuietMinutes: 30, clock, random: () => 0.5 }, stop.signal)
  running = reception.run()
})

afterEach(async () => {
  stop.abort(new Error('stopped'))
  await running
})

const said = (body: string, more: Parameters<typeof key>[0] = {}) =>
  model({ id: key({ id: `3EB0${body}`, ...more }), body })
const own = (body: string, more: Parameters<typeof key>[0] = {}) => said(body, { fromMe: true, ...more })
const takes = (...all: readonly object[]) => all.forEach((data) => reception.take(message(data)))

describe('what comes in', () => {
  it('is stored in its order, each message once', async () => {
    reception.ready(page)
    takes(said('one'), said('two', { remote: BO }), said('one'), said('three'))
    await sink.count(3)
    expect(sink.texts).toEqual(['one', 'two', 'three'])
  })

  it('waits while the store is down, and is stored when it is back', async () => {
    sink.isDown = true
    reception.ready(page)
    takes(said('one'), said('two'))
    await sink.until(({ attempts }) => attempts > 2)
    takes(said('three'))
    sink.isDown = false
    await sink.count(3)
    expect(sink.texts).toEqual(['one', 'two', 'three'])
  })

  it('comes after what was missed in its chat', async () => {
    page.chats = [{ id: ANA, unreadCount: 2, messages: [said('missed'), said('now')] }]
    page.before = (what) => {
      if (what === 'messages') takes(said('now'), said('later'))
    }
    reception.ready(page)
    await sink.count(3)
    expect(sink.texts).toEqual(['missed', 'now', 'later'])
  })

  it('beyond the room that there is, is read back from its chat once the store is back', async () => {
    sink.isDown = true
    reception.ready(page)
    const count = 1_010
    const all = Array.from({ length: count }, (_, index) => said(`${index}`))
    takes(...all)
    page.chats = [{ id: ANA, unreadCount: 20, messages: all.slice(-50) }]
    sink.isDown = false
    await sink.count(count)
    expect(new Set(sink.texts).size).toBe(count)
  })

  it('is stored though the page is ready again while what was read back waits for room', async () => {
    const crowd = Array.from({ length: 600 }, (_, index) => said(`${index}`, { remote: BO }))
    page.chats = [
      { id: ANA, unreadCount: 1, messages: [said('missed')] },
      {
        id: GROUP,
        unreadCount: 1,
        messages: [inGroup({ id: key({ id: '3EB0G', remote: GROUP, participant: BO }) }, BO)],
      },
    ]
    let isFirst = true
    page.before = (what) => {
      if (what !== 'messages' || !isFirst) return
      isFirst = false
      sink.isDown = true
      takes(...crowd)
    }
    reception.ready(page)
    await sink.until(({ attempts }) => attempts > 0)
    takes(said('later'))
    reception.ready(page)
    sink.isDown = false
    await sink.count(crowd.length + 3)
    const [missed, later] = ['missed', 'later'].map((text) => sink.texts.indexOf(text))
    expect(missed).toBeLessThan(later ?? 0)
    await expect.poll(() => reception.unstored).toBe(0)
  })

  it('is stored, with what was held, when the page dies before it says which chats there are', async () => {
    page.before = (what) => {
      if (what === 'chats') throw new Error('Target closed')
    }
    reception.ready(page)
    takes(said('now'))
    await sink.count(1)
    expect(sink.texts).toEqual(['now'])
  })

  it('of a hidden id is of the person behind it, in private and in groups', async () => {
    page.phones = { [ANA_LID]: ANA }
    page.chats = [{ id: GROUP, name: 'Huts', messages: [] }]
    reception.ready(page)
    takes(said('private', { remote: ANA_LID }), inGroup({ id: key({ remote: GROUP, participant: ANA_LID }) }, ANA_LID))
    await sink.count(2)
    expect(sink.events.map(({ sender }) => sender.id)).toEqual([identityId(account, ANA), identityId(account, ANA)])
    expect(sink.events[1]?.chat).toEqual({ id: GROUP, kind: 'group', title: 'Huts' })
  })

  it('of a hidden id is never taken for somebody else while the page does not say whose it is', async () => {
    page.phones = { [ANA_LID]: ANA }
    let fails = 2
    page.before = (what) => {
      if (what === 'phone numbers' && fails-- > 0) throw new Error('the page failed')
    }
    reception.ready(page)
    takes(said('asked again', { remote: ANA_LID }))
    await sink.count(1)
    expect(sink.events[0]?.sender.id).toBe(identityId(account, ANA))

    page.before = (what) => {
      if (what === 'phone numbers') throw new Error('the page failed')
    }
    takes(said('of nobody', { remote: '999000000009@lid' }), said('of a number', { remote: BO }))
    await sink.count(2)
    expect(sink.texts).toEqual(['asked again', 'of a number'])
    expect(log.lines.map(({ msg }) => msg)).toContain('WhatsApp does not say who wrote: not answered yet')
  })

  it('from before the link is not stored', async () => {
    page.linkedAtMs = T * 1000 + 30_000
    reception.ready(page)
    takes(said('before'), { ...said('after'), t: T + 30 })
    await sink.count(1)
    expect(sink.texts).toEqual(['after'])
  })

  it('and cannot be read is passed over and logged without its values, and not each time', async () => {
    reception.ready(page)
    for (let count = 0; count < 20; count += 1) reception.take(message({ id: 'SECRET', body: 'SECRET' }))
    takes(said('after'))
    await sink.count(1)
    expect(log.lines).toHaveLength(1)
    expect(JSON.stringify(log.lines)).not.toMatch(/SECRET/)
  })
})

describe('when the owner writes on the phone', () => {
  it('what comes in that chat is for them, and other chats are answered', async () => {
    reception.ready(page)
    takes(own('mine'), said('theirs'), said('elsewhere', { remote: BO }))
    await sink.count(1)
    expect(sink.texts).toEqual(['elsewhere'])
    expect(await reception.isQuiet(ANA)).toBe(true)
  })

  it('deletions reach the store all the same', async () => {
    reception.ready(page)
    takes(own('mine'))
    reception.take({ type: 'revoke', data: model({ type: 'revoked', protocolMessageKey: key() }) })
    await sink.count(1)
    expect(sink.events[0]?.type).toBe('delete')
  })

  it('notes to themselves, reports of WhatsApp and our own sends silence nobody', async () => {
    reception.ready(page)
    const sending = ownSends.begin(ANA, 'ours')
    takes(own('note', { remote: `${ME.phoneNumber}@c.us` }), own('note', { remote: ME.lid }))
    takes({ ...own('x', { remote: BO }), type: 'e2e_notification' }, own('ours'))
    sending.ended()
    for (const chatId of [ANA, BO, ME.lid]) expect(await reception.isQuiet(chatId)).toBe(false)
  })
})

it('a picture that can be seen once is told of, though the page is never given it', async () => {
  const client = new EventEmitter()
  const taken: RawEvent[] = []
  listen(client as unknown as Client, (raw) => void taken.push(raw))
  const rawData = model({ type: 'ciphertext', subtype: 'view_once_unavailable_fanout', body: undefined })
  client.emit('message_ciphertext', { rawData })
  client.emit('message_ciphertext', { rawData: { ...said('waits'), type: 'ciphertext', body: undefined } })
  reception.ready(page)
  for (const raw of taken) reception.take(raw)
  takes(said('after'))
  await sink.count(2)
  expect(sink.texts).toEqual(['other', 'after'])
})
