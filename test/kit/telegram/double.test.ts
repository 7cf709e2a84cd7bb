import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTelegramDouble, type TelegramDouble } from './double.ts'

let double: TelegramDouble
let nowMs: number

beforeEach(async () => {
  nowMs = 1_788_000_000_000
  double = await openTelegramDouble({ now: () => nowMs })
})

afterEach(async () => {
  await double[Symbol.asyncDispose]()
})

type Result = { message_id: number; url: string; file_path: string; photo: { file_id: string }[] }
type Answer = { ok: boolean; error_code?: number; description?: string; result: Result }
type Updates = { result: { update_id: number }[] }

/** A call as any client makes it. */
async function call(method: string, payload: object = {}): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify(payload)
  const response = await fetch(`${double.apiRoot}/bot${double.token}/${method}`, { method: 'POST', headers, body })
  return (await response.json()) as Answer
}

const updates = async (payload: object = {}) => (await call('getUpdates', payload)) as unknown as Updates

async function say(text: string, chatId = double.person('Alice').chatId): Promise<Answer> {
  return await call('sendMessage', { chat_id: chatId, text })
}

describe('the double of Telegram', () => {
  it('takes a short burst into one chat, then one message a second', async () => {
    for (let index = 0; index < 5; index += 1) expect(await say(`${index}`)).toMatchObject({ ok: true })
    expect(await say('6')).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } })
    nowMs += 1000
    expect(await say('7')).toMatchObject({ ok: true })
    double.limits('off')
    expect(await say('8')).toMatchObject({ ok: true })
  })

  it('takes 20 messages a minute into a group', async () => {
    const { chatId } = double.group('Huts')
    for (let index = 0; index < 20; index += 1) {
      expect(await say(`${index}`, chatId)).toMatchObject({ ok: true })
      nowMs += 1000
    }
    expect(await say('21', chatId)).toMatchObject({ error_code: 429, parameters: { retry_after: 40 } })
  })

  it('takes 30 messages a second over all chats', async () => {
    const people = Array.from({ length: 31 }, (_, index) => double.person(`person ${index}`))
    const answers = await Promise.all(people.map(({ chatId }) => say('hello', chatId)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(30)
  })

  it('measures texts in UTF-16 units and refuses empty ones', async () => {
    expect(await say('😀'.repeat(2048))).toMatchObject({ ok: true })
    expect(await say(`${'😀'.repeat(2048)}x`)).toMatchObject({ description: 'Bad Request: message is too long' })
    expect(await say(' \n')).toMatchObject({ description: 'Bad Request: message text is empty' })
  })

  it('edits only its own, existing and differing text', async () => {
    const alice = double.person('Alice')
    const { result } = await say('one')
    const edit = async (id: number, text: string) =>
      await call('editMessageText', { chat_id: alice.chatId, message_id: id, text })
    expect(await edit(result.message_id, 'two')).toMatchObject({ ok: true })
    expect((await edit(result.message_id, 'two ')).description).toContain('message is not modified')
    expect((await edit(alice.sends('mine'), 'ours')).description).toContain("can't be edited")
    expect((await edit(12_345, 'what')).description).toContain('message to edit not found')
  })

  it('keeps updates until they are confirmed, and waits when there are none', async () => {
    double.person('Alice').sends('hello')
    const [first] = (await updates()).result
    expect((await updates()).result).toEqual([first])
    const waiting = updates({ offset: (first?.update_id ?? 0) + 1, timeout: 5 })
    await double.until(() => double.unconfirmed.length === 0 || undefined)
    double.person('Alice').sends('again')
    expect((await waiting).result).toMatchObject([{ message: { text: 'again' } }])
  })

  it('uses other ids than one opened before, where it is told which are used', async () => {
    await using later = await openTelegramDouble({ idsAfter: 5000 })
    double.person('Alice').sends('hello')
    later.person('Alice').sends('hello')
    const [before, after] = [double, later].map(
      ({ unconfirmed }) => unconfirmed[0] as { update_id: number } | undefined,
    )
    expect(before).toMatchObject({ message: { message_id: 1 } })
    expect(after).toMatchObject({ message: { message_id: 5001 } })
    expect(after?.update_id).toBe((before?.update_id ?? 0) + 5000)
  })

  it('ends the first question when a second one comes, and all of them when there is a webhook', async () => {
    const first = call('getUpdates', { timeout: 5 })
    await double.until(() => double.isPolled || undefined)
    const second = call('getUpdates', { timeout: 5 })
    expect(await first).toMatchObject({ error_code: 409 })
    await double.until(() => double.isPolled || undefined)
    await call('setWebhook', { url: 'http://127.0.0.1:9/' })
    expect(await second).toMatchObject({ error_code: 409 })
    expect(await call('getUpdates')).toMatchObject({ error_code: 409 })
    expect((await call('getWebhookInfo')).result.url).toBe('http://127.0.0.1:9/')
    await call('deleteWebhook')
    expect(await call('getUpdates')).toMatchObject({ ok: true })
  })

  it('knows one token, until it is revoked', async () => {
    expect((await call('getMe')).result).toMatchObject({ id: 4242, is_bot: true, can_read_all_group_messages: false })
    double.revokeToken()
    expect(await call('getMe')).toMatchObject({ error_code: 401 })
    expect(await call('noSuchMethod')).toMatchObject({ error_code: 401 })
  })

  it('takes a picture from a form and gives it back', async () => {
    const alice = double.person('Alice')
    const form = new FormData()
    form.set('chat_id', String(alice.chatId))
    form.set('caption', 'a chart')
    const bytes = crypto.getRandomValues(new Uint8Array(5000))
    form.set('photo', new Blob([bytes]), 'chart.png')
    const sent = await fetch(`${double.apiRoot}/bot${double.token}/sendPhoto`, { method: 'POST', body: form })
    const { result } = (await sent.json()) as Answer
    expect(await alice.hears(/a chart/)).toMatchObject({ hasPhoto: true })
    const file = (await call('getFile', { file_id: result.photo[0]?.file_id })).result
    const got = await fetch(`${double.apiRoot}/file/bot${double.token}/${file.file_path}`)
    expect(Buffer.compare(Buffer.from(await got.arrayBuffer()), bytes)).toBe(0)
  })

  it('lets a button be answered once, and a menu and reactions be set', async () => {
    const alice = double.person('Alice')
    const callback_query_id = alice.presses((await say('choose')).result.message_id, 'yes')
    expect(await call('answerCallbackQuery', { callback_query_id })).toMatchObject({ ok: true })
    expect(await call('answerCallbackQuery', { callback_query_id })).toMatchObject({ error_code: 400 })
    await call('setMyCommands', { commands: [{ command: 'help', description: 'Help' }] })
    expect(await call('getMyCommands')).toMatchObject({ result: [{ command: 'help' }] })
    const message_id = alice.sends('nice')
    const reaction = { chat_id: alice.chatId, message_id, reaction: [{ type: 'emoji', emoji: '👍' }] }
    expect(await call('setMessageReaction', reaction)).toMatchObject({ ok: true })
  })

  it('never gives a message id a second time, also after a deletion', async () => {
    const alice = double.person('Alice')
    const { message_id } = (await say('one')).result
    expect(await call('deleteMessage', { chat_id: alice.chatId, message_id })).toMatchObject({ ok: true })
    expect((await say('two')).result.message_id).toBeGreaterThan(message_id)
  })

  it('tells what was heard instead when nobody hears what they wait for', async () => {
    const alice = double.person('Alice')
    await say('something else')
    const heard = /did not hear \/this\/; heard: \["something else"\]/
    await expect(alice.hears(/this/, { withinMs: 1 })).rejects.toThrow(heard)
  })

  it('lets a message be heard again only when it reads differently', async () => {
    const alice = double.person('Alice')
    const { message_id } = (await say('a cat')).result
    await alice.hears(/cat/)
    await call('editMessageText', { chat_id: alice.chatId, message_id, text: 'a cat on a mat' })
    await expect(alice.hears(/cat/, { withinMs: 1 })).rejects.toThrow()
    expect(await alice.hears(/mat/)).toMatchObject({ earlier: ['a cat'] })
  })
})
