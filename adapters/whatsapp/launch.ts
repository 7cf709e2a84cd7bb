import { EventEmitter } from 'node:events'
import path from 'node:path'
import { inheritedEnvironment } from '#machine/tether.ts'
import type { Client, ClientOptions } from 'whatsapp-web.js'
import { doubleAt, type WhatsAppOptions } from './options.ts'
import { isPageGone } from './page-errors.ts'
import { MARK, profileIn } from './profile.ts'

type Options = Pick<WhatsAppOptions, 'folder' | 'webRoot' | 'sandbox'> & {
  readonly chromium: { readonly path: string; readonly env?: Readonly<Record<string, string>> }
  /** A pairing code is asked for in place of a QR code. */
  readonly phoneNumber?: string | undefined
}

/** What the library does inside, where a failure would go unheard, or it would act by itself. */
type Internals = {
  inject(): Promise<void>
  destroy(): Promise<void>
  initWebVersionCache(): Promise<void>
  requestPairingCode(phoneNumber: string, showNotification?: boolean, intervalMs?: number): Promise<string>
}

/** Of `HookedClient`, beside the library's own events. */
export type Hooks = {
  /** The browser runs, and nothing has been loaded. */
  opened: []
  /** The library has put itself into the page: it asks for a link, or waits for the page to synchronise. */
  injected: []
  failed: [error: unknown]
  /** There is no pairing code. */
  refused: [error: unknown]
}

/** The library's client, with its failures and its acts as events. */
export type HookedClient = Client & { readonly hooks: EventEmitter<Hooks> }

/**
 * A client of the library that leaves the life of its browser to us. The library calls `inject` on every navigation,
 * `destroy` on some states and `requestPairingCode` without awaiting them, and removes the profile of a running browser
 * after a logout. The library itself is not changed: these are methods that its class lets one override.
 */
export async function newClient(options: Options): Promise<HookedClient> {
  const library = await import('whatsapp-web.js')
  const { Client: LibraryClient, LocalAuth } = library.default
  const Base = LibraryClient as unknown as new (given: ClientOptions) => Client & Internals

  const auth = new LocalAuth({ dataPath: options.folder })
  // We remove the profile, after its browser has ended.
  auth.logout = async () => {}

  class OwnClient extends Base {
    readonly hooks = new EventEmitter<Hooks>()

    #isFirst = true

    override async inject(): Promise<void> {
      const isFirst = this.#isFirst
      this.#isFirst = false
      // The library listens to navigations only after the first: a page that loads itself again meanwhile would stay bare.
      const triesMax = isFirst ? FIRST_TRIES_MAX : 1
      for (let tries = 1; tries <= triesMax; tries += 1) {
        try {
          await super.inject()
          return void this.hooks.emit('injected')
        } catch (error) {
          this.hooks.emit('failed', error)
          if (!isPageGone(error) || this.pupBrowser?.connected !== true) return
        }
      }
    }

    override async requestPairingCode(...given: Parameters<Internals['requestPairingCode']>): Promise<string> {
      try {
        return await super.requestPairingCode(...given)
      } catch (error) {
        this.hooks.emit('refused', error)
        return ''
      }
    }

    /** Called once the page is there. The library would read the body of the page's document here, for no use of ours. */
    override async initWebVersionCache(): Promise<void> {
      this.hooks.emit('opened')
    }

    override async destroy(): Promise<void> {}
  }

  return new OwnClient({
    authStrategy: auth,
    webVersionCache: { type: 'none' },
    puppeteer: launchOptions(options),
    ...(options.phoneNumber !== undefined && {
      pairWithPhoneNumber: { phoneNumber: options.phoneNumber, showNotification: true, intervalMs: CODE_EVERY_MS },
    }),
  })
}

/** A pairing code holds for so long. */
const CODE_EVERY_MS = 180_000
const LAUNCH_MS_MAX = 30_000
const FIRST_TRIES_MAX = 5

/** Our own environment holds tokens. As root it has no sandbox. */
export function environmentFor({ chromium, sandbox }: Pick<Options, 'chromium' | 'sandbox'>) {
  const isUnboxed = sandbox === 'off' || process.getuid?.() === 0
  const flags = isUnboxed ? ['--no-sandbox'] : []
  return { env: { ...inheritedEnvironment(PROXIES), ...chromium.env }, flags }
}

function launchOptions({ folder, chromium, webRoot, sandbox }: Options) {
  const double = doubleAt(webRoot)
  const { env, flags } = environmentFor({ chromium, sandbox })
  return {
    executablePath: chromium.path,
    headless: true,
    // The browser ends when the other end of its pipe closes: with this process, however that ends.
    pipe: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: LAUNCH_MS_MAX,
    // What a crash leaves may hold what people wrote: it stays with the profile, and out of the user's own browser.
    env: {
      ...env,
      XDG_CONFIG_HOME: path.join(profileIn(folder), 'config'),
      XDG_CACHE_HOME: path.join(profileIn(folder), 'cache'),
    },
    acceptInsecureCerts: double !== undefined,
    args: [
      MARK,
      ...ARGUMENTS,
      ...flags,
      ...(double === undefined ? [] : [`--host-resolver-rules=MAP web.whatsapp.com ${double}`, '--no-proxy-server']),
    ],
  }
}

const PROXIES = /^(?:https?|no|all)_proxy$/i

const ARGUMENTS = [
  // In containers it is 64 MB.
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
  '--disable-gpu',
  '--mute-audio',
  // The page is never in the foreground.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
]
