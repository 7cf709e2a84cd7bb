import { randomBytes } from 'node:crypto'
import { createLinks, LINK_MINUTES } from '#console/links.ts'
import { openConsole } from '#console/listener.ts'
import type { ConsoleDeps } from '#console/deps.ts'
import type { PartState } from '#http/listener.ts'
import { logFor } from '#machine/log.ts'
import type { ConsoleAnswer } from './console-requests.ts'
import type { Config } from './config.ts'
import { toldAs } from '#machine/sentence.ts'

type Around = Omit<ConsoleDeps, 'randomBytes' | 'log'> & { readonly config: Config }

/** The admin listener as the service has it. */
export type AdminConsole = {
  /** Where operators open it; undefined while it does not listen. */
  readonly url: string | undefined
  /** People are answered without it: where it cannot listen, the log and doctor say why. */
  start(): Promise<void>
  /** For doctor. */
  parts(): Promise<PartState[]>
  /** The link for the first owner, for each start without one. */
  firstLink(): Promise<string | undefined>
  /** For `npm run console`. */
  link(): Promise<ConsoleAnswer>
  recover(name: string): Promise<ConsoleAnswer>
  [Symbol.asyncDispose](): Promise<void>
}

/** The admin listener, with all that it may read and change. */
export function openConsoleOf({ config, ...deps }: Around): AdminConsole {
  const log = logFor('console')
  const listener = openConsole({ address: config.console, deps: { ...deps, randomBytes, log }, log })
  const links = createLinks({ pool: deps.service.store.pool, clock: deps.clock, randomBytes })
  const { pages } = deps
  let url: string | undefined
  let failure = 'it does not listen yet'
  const closed = (): ConsoleAnswer => ({ outcome: 'closed', why: failure })
  return {
    get url() {
      return url
    },
    async start() {
      try {
        ;({ url } = await listener.listen())
      } catch (error) {
        failure = error instanceof Error ? error.message : String(error)
        log.error({ error }, 'the console does not listen; people are answered without it')
      }
    },
    async parts() {
      const proxy: PartState[] =
        listener.advice === undefined
          ? []
          : [{ name: 'console proxy', state: 'off', ...toldAs('detail', listener.advice) }]
      return [await stateOf({ url, failure, pages, links }), ...proxy]
    },
    async firstLink() {
      const path = url && (await links.setUp({ isAsked: false }).catch((error: unknown) => unlinked(error)))
      return path && `${url}${path}`
    },
    async link() {
      if (url === undefined) return closed()
      const path = await links.setUp({ isAsked: true })
      return path ? { outcome: 'made', link: `${url}${path}`, minutes: LINK_MINUTES } : { outcome: 'has-owner' }
    },
    async recover(wanted) {
      if (url === undefined) return closed()
      const made = await links.recover(wanted)
      if (made === undefined) return { outcome: 'no-account' }
      await listener.checkEnds()
      return { outcome: 'recovered', link: `${url}${made.path}`, minutes: LINK_MINUTES, name: made.name }
    },
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  }

  function unlinked(error: unknown): undefined {
    log.warn({ error }, 'no set-up link could be made; npm run console -- link makes one')
  }
}

type Found = Pick<ReturnType<typeof createLinks>, 'hasOwner'>
type Looking = { url: string | undefined; failure: string; pages: ConsoleDeps['pages']; links: Found }

async function stateOf({ url, failure, pages, links }: Looking): Promise<PartState> {
  const name = 'console'
  if (url === undefined) return { name, state: 'failed', word: 'does not listen', detail: failure }
  if ('missing' in pages) {
    return { name, state: 'failed', word: 'without pages', detail: `${url}: ${pages.missing}`, fix: 'npm start' }
  }
  const hasOwner = await links.hasOwner().catch(() => undefined)
  if (hasOwner !== false)
    return { name, state: 'ready', detail: `${url} (npm run console -- recover NAME: a lost password)` }
  return {
    name,
    state: 'ready',
    word: 'without an owner',
    detail: url,
    fix: 'npm run console -- link makes the first one',
  }
}
