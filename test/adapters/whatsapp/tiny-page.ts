import { readFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

const TLS = join(import.meta.dirname, '../../kit/tls')

export type TinyPage = {
  /** For `WHATSAPP_WEB_ROOT`. */
  readonly webRoot: string
  /** How often the document was fetched. */
  readonly loads: number
  /** From now on. */
  isLinked: boolean
  /** `early`: before the library listens; `never`: it is never said. */
  sync: 'on time' | 'early' | 'never'
  /** No document is answered. */
  isAway: boolean
  clockAheadMs: number
  /** The first document loads itself again while the library puts itself into it. */
  reloadsAtOnce: boolean
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * As much of WhatsApp's page as the library needs to ask for a link and to become ready: every other module answers
 * anything. It shows the life of the browser alone; messages need the double.
 */
export async function openTinyPage(): Promise<TinyPage> {
  const [cert, key] = await Promise.all(['cert.pem', 'key.pem'].map((name) => readFile(join(TLS, name))))
  const server = createServer({ cert, key })
  let loads = 0
  const page: Omit<TinyPage, 'webRoot'> = {
    isLinked: true,
    sync: 'on time',
    isAway: false,
    clockAheadMs: 0,
    reloadsAtOnce: false,
    get loads() {
      return loads
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
  server.on('request', (request, response) => {
    if (page.isAway) return void request.socket.destroy()
    if (request.url === '/linked') return void response.end(String(page.isLinked))
    if (request.url?.startsWith('/?') !== true && request.url !== '/') return void response.writeHead(404).end()
    loads += 1
    const { isLinked, sync } = page
    const reloads = page.reloadsAtOnce && loads === 1
    const script = `(${inPage.toString()})(${JSON.stringify({ isLinked, sync, reloads })})`
    response.setHeader('date', new Date(Date.now() + page.clockAheadMs).toUTCString())
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><title>page</title><script>${script}</script>`)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.defineProperty(page, 'webRoot', { value: `https://127.0.0.1:${port}` }) as TinyPage
}

type Shown = Pick<TinyPage, 'isLinked' | 'sync'> & { readonly reloads: boolean }

/** Runs in the page. */
function inPage({ isLinked, sync, reloads }: Shown): void {
  type Listener = (...given: unknown[]) => void
  const page = globalThis as unknown as Record<string, unknown>
  const model = (fields: Record<string, unknown>) => {
    const listeners = new Map<string, Set<Listener>>()
    const of = (name: string) => listeners.get(name) ?? listeners.set(name, new Set()).get(name)!
    return Object.assign(fields, {
      on: (name: string, listener: Listener) => void of(name).add(listener),
      off: (name: string, listener: Listener) => void of(name).delete(listener),
      set(name: string, value: unknown) {
        fields[name] = value
        for (const listener of of(`change:${name}`)) listener(fields, value)
      },
      serialize: () => ({ pushname: 'Ana' }),
    })
  }
  const anything: unknown = new Proxy(function () {}, {
    get: (_target, name) => (name === 'then' || name === Symbol.toPrimitive ? undefined : anything),
    set: () => true,
    apply: () => anything,
  })
  const syncsEarly = isLinked && sync === 'early'
  const Socket = model({ state: isLinked ? 'CONNECTED' : 'UNPAIRED', hasSynced: syncsEarly, logout: loggedOut })
  const Conn = model({ ref: 'ref-1' })
  const Cmd = model({ refreshQR: () => Conn.set('ref', 'ref-2') })
  const me = { user: '4930', server: 'c.us', _serialized: '4930@c.us' }
  const modules: Record<string, unknown> = {
    WAWebSocketModel: { Socket },
    WAWebConnModel: { Conn },
    WAWebCmd: { Cmd },
    WAWebUserPrefsMeUser: { getMaybeMePnUser: () => me, getMaybeMeLidUser: () => ({ _serialized: '77@lid' }) },
    WAWebUserPrefsMultiDevice: { getADVSecretKey: () => 'secret' },
    WABase64: { encodeB64: () => 'key' },
    WAWebAltDeviceLinkingApi: {
      setPairingType() {},
      async initializeAltDeviceLinking() {},
      startAltLinkingFlow: async (phoneNumber: string) => {
        if (phoneNumber === '49999') throw new Error()
        return 'ABCD1234'
      },
    },
    WAWebUserPrefsInfoStore: { waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: 1 } }) } },
    WAWebSignalStoreApi: { waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: 1 } }) } },
    WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: 'chrome' },
  }
  page.require = (name: string) => modules[name] ?? anything
  page.Debug = { VERSION: '2.3000.1' }
  page.Socket = Socket
  // The library asks for a link before it listens: when it waits for messages cannot be seen, so this waits a while.
  const timer = setInterval(() => {
    if (typeof page.onLogoutEvent !== 'function') return
    clearInterval(timer)
    if (isLinked && sync === 'on time') setTimeout(() => Socket.set('hasSynced', true), 300)
  }, 20)
  // A phone that scanned the code: the page loads itself again, as another.
  if (!isLinked) {
    setInterval(async () => {
      const answer = await fetch('/linked')
      if ((await answer.text()) === 'true') (page.location as { reload(): void }).reload()
    }, 100)
  }
  const early = setInterval(() => {
    if (!reloads || page.AuthStore === undefined) return
    clearInterval(early)
    ;(page.location as { reload(): void }).reload()
  }, 1)
  async function loggedOut() {
    ;(page.location as { href: string }).href = '/?post_logout=1'
  }
}
