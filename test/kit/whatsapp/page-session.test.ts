import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Client } from 'whatsapp-web.js'
import { findChromium, NO_CHROMIUM } from '../chromium.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { libraryClient, next, started } from './library-client.ts'
import { serveWhatsApp } from './server.ts'
import { ANNA, ME, SmallAccount } from './small-account.ts'

const chromium = await findChromium()
beforeEach(({ skip }) => {
  if (chromium === undefined) return skip(NO_CHROMIUM)
})

test('a restart needs no code, what was missed is read back, and our own logout forgets the device', async () => {
  const { account, opened } = await served()
  const folder = await temporaryFolder()
  const first = await opened({ folder })
  await first.isReady
  expect(first.seen).toContain('qr')
  await first.client.destroy()
  for (const body of ['one', 'two', 'three']) account.says({ chat: ANNA, body }, { isPushed: false })

  const { client, isReady, seen } = await opened({ folder })
  await isReady
  expect(client.info).toMatchObject({ pushname: ME.name, wid: { user: '4915100000' } })
  const chat = (await client.getChats()).find(({ id }) => id._serialized === ANNA)
  const read = await chat?.fetchMessages({ limit: 10 })
  expect(read?.map(({ body }) => body)).toEqual(['one', 'two', 'three'])
  expect(chat?.lastMessage.body).toBe('three')
  await client.logout()
  expect(account.named('logout')).toHaveLength(1)
  expect(seen).toEqual(['ready'])
})

test('a page that synchronises before the library listens is never ready, and one that hangs never answers', async () => {
  const { account, opened } = await served()
  const { client, isReady, seen } = await opened()
  await isReady
  account.syncMs = 0
  account.ops.splice(0)
  const page = pageOf(client)
  await page.reload()
  await page.waitForFunction("window.AuthStore && window.require('WAWebSocketModel').Socket.hasSynced")
  expect(await client.getState()).toBe('CONNECTED')
  expect(seen).toEqual(['qr', 'ready'])
  // As a watchdog may do it.
  const isReadyAgain = next(client, 'ready')
  await page.evaluate('window.onAppStateHasSyncedEvent()')
  await isReadyAgain
  await account.asked('listening')

  account.push({ push: 'fault', fault: 'hang' })
  const state = async () => await client.getState().catch(() => undefined)
  while ((await Promise.race([state(), sleep(300, 'silence')])) !== 'silence');
})

test('unlinked on the phone it shows a new code, and can be linked again; a conflict ends the client', async () => {
  const { account, opened } = await served()
  const { client, isReady } = await opened()
  await isReady
  account.scansAtOnce = false
  const [unlinked, code] = [next(client, 'disconnected'), next(client, 'qr')]
  account.devices.clear()
  account.push({ push: 'unlinked' })
  expect(await unlinked).toEqual(['LOGOUT'])
  expect(String(await code)).toMatch(/^2@\w+,/)
  expect(client.pupPage?.url()).toBe('https://web.whatsapp.com/?post_logout=1')

  const isReadyAgain = next(client, 'ready')
  account.scan()
  await isReadyAgain
  await account.asked('listening', 2)
  const ended = next(client, 'disconnected')
  account.push({ push: 'state', state: 'CONFLICT' })
  expect(await ended).toEqual(['CONFLICT'])
})

test('a renewed code is told of, a number gets a pairing code, and a page that crashes without ever being ready is seen', async () => {
  const { account, opened } = await served()
  account.scansAtOnce = false
  const { client, seen } = await opened()
  const renewed = next(client, 'qr')
  account.push({ push: 'ref', ref: '2@renewed' })
  expect(String(await renewed)).toMatch(/^2@renewed,/)
  expect(await client.requestPairingCode('4915100000')).toBe('ABCD1234')
  expect(account.named('pairing-code')).toMatchObject([{ phone: '4915100000' }])

  account.push({ push: 'fault', fault: 'no-sync' })
  const page = pageOf(client)
  account.scan()
  await page.waitForFunction("window.require('WAWebSocketModel').Socket.state === 'CONNECTED'")
  await sleep(account.syncMs + 100)
  expect(await page.evaluate("window.require('WAWebSocketModel').Socket.hasSynced")).toBe(false)
  expect(seen).not.toContain('ready')

  const isCrashed = new Promise<Error>((resolve) => page.once('error', resolve))
  const session = await page.createCDPSession()
  session.send('Page.crash').catch(() => undefined)
  expect((await isCrashed).message).toBe('Page crashed!')
})

function pageOf({ pupPage }: Client) {
  if (pupPage === null || pupPage === undefined) throw new Error('the library has no page')
  return pupPage
}

/** A server, and clients of the library with it; all end with the test. */
async function served() {
  const account = new SmallAccount()
  const server = await serveWhatsApp(account)
  onTestFinished(() => server.close())
  const opened = async ({ folder }: { folder?: string } = {}) => {
    const client = await libraryClient({ port: server.port, folder: folder ?? (await temporaryFolder()) })
    onTestFinished(() => client.destroy())
    const seen: string[] = []
    for (const name of ['qr', 'ready', 'message', 'disconnected']) client.on(name, () => seen.push(name))
    const isReady = next(client, 'ready')
    await started(client)
    return { client, seen, isReady }
  }
  return { account, opened }
}
