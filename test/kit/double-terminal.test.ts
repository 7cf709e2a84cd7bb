import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import sharp from 'sharp'
import { renderSVG } from 'uqr'
import { afterEach, describe, expect, it } from 'vitest'
import { chatThrough, helpOf } from './double-terminal.ts'
import { openGraphDouble } from './graph/double.ts'
import type { GraphProduct } from './graph/products.ts'
import { APP, PRODUCTS } from './graph/products.ts'
import { openReceiver } from './graph/webhook-receiver.ts'
import type { PlatformDouble } from './platform.ts'
import { openTelegramDouble } from './telegram/double.ts'
import { telegramPlatform } from './telegram/platform.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { openWhatsAppDouble } from './whatsapp/double.ts'
import { FakePage, qrOf } from './whatsapp/fake-page.ts'

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A terminal: what is typed, and the lines that were printed. */
function terminal(double: PlatformDouble) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  let printed = ''
  output.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const chatting = chatThrough(double, { input, output }, new AbortController().signal)
  closing.push(async () => {
    input.end()
    await chatting
  })
  return {
    types: (line: string) => void input.write(`${line}\n`),
    prints: (line: string) => expect.poll(() => printed.split('\n')).toContain(line),
  }
}

async function graph(product: GraphProduct) {
  const double = await openGraphDouble({ product, limits: 'off' })
  closing.push(() => double[Symbol.asyncDispose]())
  const { token } = PRODUCTS[product]
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answers = async (message: object) => {
    const recipient = { id: double.person('you').chatId }
    const body = JSON.stringify({ recipient, messaging_type: 'RESPONSE', message })
    await fetch(`${double.state.root}/me/messages`, { method: 'POST', headers, body })
  }
  const texts = () =>
    double
      .person('you')
      .transcript()
      .map(({ text }) => text)
  return { double, answers, texts }
}

/** As a terminal or a page draws it. */
async function qrPicture(text: string): Promise<Buffer> {
  return await sharp(Buffer.from(renderSVG(text, { pixelSize: 6 })))
    .png()
    .toBuffer()
}

describe('a chat with the bot in a terminal', () => {
  it('says lines, prints answers, and says how a message reads after an edit', async () => {
    const telegram = await openTelegramDouble({ limits: 'off' })
    closing.push(() => telegram[Symbol.asyncDispose]())
    const { types, prints } = terminal(telegramPlatform(telegram))
    const call = async (method: string, payload: object) => {
      const headers = { 'content-type': 'application/json' }
      const url = `${telegram.apiRoot}/bot${telegram.token}/${method}`
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(payload) })
      return ((await response.json()) as { result: { message_id: number } }).result
    }
    types('hello bot')
    await expect.poll(() => telegram.unconfirmed).toMatchObject([{ message: { text: 'hello bot' } }])
    const chat_id = telegram.person('you').chatId
    const { message_id } = await call('sendMessage', { chat_id, text: 'hello you' })
    await prints('bot: hello you')
    await call('editMessageText', { chat_id, message_id, text: 'hello there' })
    await prints('bot (edited): hello there')
    types('/photo /does/not/exist')
    await prints('! /does/not/exist cannot be read')
    types('/edit hello again')
    await expect.poll(() => telegram.unconfirmed).toMatchObject([{}, { edited_message: { text: 'hello again' } }])
    types('/group')
    await prints('(the group Huts)')
    types('@bot hello')
    await expect.poll(() => telegram.unconfirmed.at(-1)).toMatchObject({ message: { chat: { title: 'Huts' } } })
    types('/delete')
    await prints('! the Bot API tells a bot of no deletion')
  })

  it('names the bot in the words of a picture, and gives a command of the bot that has the name of one of its own', async () => {
    const telegram = await openTelegramDouble({ limits: 'off' })
    closing.push(() => telegram[Symbol.asyncDispose]())
    const { types } = terminal(telegramPlatform(telegram))
    const file = path.join(await temporaryFolder(), 'picture.png')
    await writeFile(file, Buffer.from([0x89, 1, 2, 3]))
    types(`/photo ${file} what is it, @bot ?`)
    const caption = `what is it, @${telegram.state.bot.username} ?`
    const caption_entities = [{ type: 'mention' }]
    await expect.poll(() => telegram.unconfirmed).toMatchObject([{ message: { caption, caption_entities } }])
    types('//edit 3 I live in Oslo')
    const text = '/edit 3 I live in Oslo'
    await expect.poll(() => telegram.unconfirmed.at(-1)).toMatchObject({ message: { text } })
  })

  it('has the token refused and taken again', async () => {
    const telegram = await openTelegramDouble({ limits: 'off' })
    closing.push(() => telegram[Symbol.asyncDispose]())
    const { types, prints } = terminal(telegramPlatform(telegram))
    const status = async () => (await fetch(`${telegram.apiRoot}/bot${telegram.token}/getMe`)).status
    types('/revoke')
    await prints("(the bot's token is refused from now on)")
    expect(await status()).toBe(401)
    types('/restore')
    await prints("(the bot's token is good again)")
    expect(await status()).toBe(200)
  })

  it('lists only what people of the platform can do', () => {
    expect(helpOf({ cannot: {} })).toMatch(/\/delete .*\n[^]*\/group /)
    expect(helpOf({ cannot: { delete: 'why', group: 'why' } })).not.toMatch(/\/delete|\/group|@bot/)
  })

  it('has the owner of a linked WhatsApp account scan, write and log out beside the person', async () => {
    const whatsapp = await openWhatsAppDouble()
    closing.push(() => whatsapp[Symbol.asyncDispose]())
    const { types, prints } = terminal(whatsapp)
    expect(helpOf(whatsapp)).toMatch(/\/group [^]*\/scan FILE .*\n[^]*\/kill .*\n.*\/help/)
    const page = new FakePage(whatsapp)
    const shown = await page.hello()
    const file = path.join(await temporaryFolder(), 'a code.png')
    await writeFile(file, await qrPicture(qrOf('ref' in shown ? shown.ref : '')))
    types('/scan /does/not/exist')
    await prints('! /does/not/exist cannot be read as a picture')
    types(`/scan "${file}"`)
    await prints('(the phone has scanned the code)')
    expect(await page.hello()).toMatchObject({ state: 'paired' })
    types(`/scan "${file}"`)
    await prints('! no page shows this QR code now')
    types('hello bot')
    types('/owner it is me')
    await expect
      .poll(() => page.messages().map(({ body, fromMe }) => ({ body, fromMe })))
      .toEqual([
        { body: 'hello bot', fromMe: false },
        { body: 'it is me', fromMe: true },
      ])
    types('/crash')
    await prints('! no browser is open here')
    types('/logout')
    await prints('(no device is linked)')
    expect(page.pushes.at(-1)).toEqual({ push: 'unlinked' })
  })

  it('sends pictures and albums with their words, and presses the buttons that it prints', async () => {
    const { double, answers, texts } = await graph('messenger')
    const { types, prints } = terminal(double)
    const file = path.join(await temporaryFolder(), 'a picture.png')
    await writeFile(file, Buffer.from([0x89, 1, 2, 3]))
    types(`/photo "${file}" what is it?`)
    types(`/album "${file}" "${file}" -- and these?`)
    await expect.poll(texts).toEqual(['what is it?', 'and these?'])
    expect(double.person('you').transcript()).toMatchObject([{ hasPicture: true }, { hasPicture: true }])
    await answers({ text: 'a cat', quick_replies: [{ content_type: 'text', title: '👍', payload: 'good:1' }] })
    await prints('bot: a cat [👍]')
    types('/press 👎')
    await prints('! no message of the bot has the button 👎; there are 👍')
    types('/press 👍')
    await expect.poll(texts).toEqual(['what is it?', 'and these?', 'a cat', '👍'])
    types('/react ❤')
    types('/help')
    await expect.poll(() => texts().at(-1)).toBe('/help')
    types('/group')
    await prints('! Meta has no bots in group chats.')
  })
})

describe('npm run double', () => {
  it('prints the line that starts the service with what it needs', async () => {
    const child = spawn(process.execPath, ['test/kit/double.ts', 'whatsapp-cloud', '--service', 'http://127.0.0.1:9'])
    closing.push(() => child.kill())
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    await expect
      .poll(() => printed, { timeout: 5000 })
      .toMatch(
        /META_GRAPH_ROOT=http:\/\/127\.0\.0\.1:\d+ WHATSAPP_CLOUD_TOKEN=\S+ WHATSAPP_CLOUD_PHONE_ID=\d+ npm start -- --config \S+\.yaml\n/,
      )
  })

  it('brings what is written to the webhook of the service', async () => {
    const service = await openReceiver(APP.verifyToken)
    closing.push(() => service[Symbol.asyncDispose]())
    const child = spawn(process.execPath, ['test/kit/double.ts', 'messenger', '--service', service.url])
    closing.push(() => child.kill())
    child.stdin.write('hello\n')
    await expect.poll(() => service.received[0]?.body, { timeout: 5000 }).toMatch(/"text":"hello"/)
    child.stdin.end()
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
  })

  it('names the doubles when another is asked for', async () => {
    const child = spawn(process.execPath, ['test/kit/double.ts', 'mesenger'])
    let printed = ''
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(2)
    expect(printed).toBe('there is no double named mesenger. Did you mean: npm run double -- messenger\n')
  })
})
