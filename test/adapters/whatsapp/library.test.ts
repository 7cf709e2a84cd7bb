import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import whatsApp from 'whatsapp-web.js'
import { OwnSends } from '#adapters/whatsapp/own-sends.ts'
import { WhatsAppOutbound } from '#adapters/whatsapp/outbound.ts'
import type { Page } from '#adapters/whatsapp/page.ts'
import type { ReplyId } from '#core/contract/ids.ts'
import { systemClock } from '#machine/clock.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'

const CHAT_ID = '4915100000@c.us'
const model = {
  id: { _serialized: `true_${CHAT_ID}_3EB01`, fromMe: true, remote: CHAT_ID, id: '3EB01' },
  from: '4930@c.us',
  to: CHAT_ID,
  type: 'chat',
  body: 'a cat',
  ack: 1,
  t: 1_800_000_000,
}

/** The library's own client, whose browser is a function: what it is asked to do there, and what it says it did. */
function opened() {
  const evaluated: unknown[][] = []
  const client = new whatsApp.Client({})
  const evaluate = async (_script: unknown, ...given: unknown[]) => {
    evaluated.push(given)
    const isReadBack = typeof given[1] === 'object'
    return isReadBack ? [] : model
  }
  Object.assign(client, { pupPage: { evaluate } })
  const me = { phoneNumber: '4930', name: 'bot' }
  const page: Page = { me, linkedAtMs: 0, clockAheadMs: 0, call: (_what, run) => run(client) }
  const rest = { isQuiet: () => false, onSent: () => undefined, random: Math.random, clock: systemClock }
  const deps = { page: () => page, ownSends: new OwnSends(), isPaced: false, sendsPerMinute: 20 }
  return { evaluated, outbound: new WhatsAppOutbound({ ...deps, ...rest }) }
}

const chat = { id: CHAT_ID, kind: 'dm' } as const
const signal = () => AbortSignal.timeout(5_000)

test('the library takes our options for what they mean, and its message is read', async () => {
  const { outbound, evaluated } = opened()
  const message = { replyId: 'r' as ReplyId, index: 0, kind: 'answer', text: 'a cat', final: true } as const
  const receipt = await outbound.send(chat, { ...message, replyTo: 'false_x_3A' }, signal())
  expect(receipt).toEqual({ messageId: model.id._serialized, atMs: 1_800_000_000_000 })
  const [[chatId, text, options, marksSeen] = []] = evaluated
  expect([chatId, text, marksSeen]).toEqual([CHAT_ID, 'a cat', true])
  expect(options).toMatchObject({ waitUntilMsgSent: true, parseVCards: false, quotedMessageId: 'false_x_3A' })
  expect(options).toMatchObject({ linkPreview: undefined, mentionedJidList: [], ignoreQuoteErrors: true })
})

test('the library knows our file for one', async () => {
  const { outbound, evaluated } = opened()
  const file = path.join(await temporaryFolder(), 'export.zip')
  await writeFile(file, 'zip')
  const about = { id: 'x', name: 'export.zip', mime: 'application/zip', bytes: 3 }
  await outbound.sendFile(chat, { replyId: 'r' as ReplyId, index: 1_000, path: file, ...about }, signal())
  const [, text, options] = evaluated.at(-1) ?? []
  expect(text).toBe('')
  expect(options).toMatchObject({ sendMediaAsDocument: true, media: { data: btoa('zip'), filename: 'export.zip' } })
})
