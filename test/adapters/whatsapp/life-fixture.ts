import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { onTestFinished } from 'vitest'
import { openWhatsApp, type Parts } from '#adapters/whatsapp/channel.ts'
import type { Waits, WhatsAppOptions } from '#adapters/whatsapp/options.ts'
import type { CurrentPage, Page } from '#adapters/whatsapp/page.ts'
import type { LinkState } from '#core/contract/linking.ts'
import type { Channel, Sink } from '#core/contract/channel.ts'
import { systemClock } from '#machine/clock.ts'
import { readPrograms } from '#machine/programs.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { openTinyPage, type TinyPage } from './tiny-page.ts'

const WAITS = { loadMs: 8_000, readyMs: 2_500, probeMs: 600, probeEveryMs: 200, restartMs: 100 }

export type Life = {
  readonly channel: Channel & { readonly linking: NonNullable<Channel['linking']> }
  readonly page: CurrentPage
  readonly tiny: TinyPage
  readonly folder: string
  /** Lines of the log. */
  readonly lines: string[]
  /** Pages that became ready. */
  readonly readies: Page[]
  start(): Promise<void>
  until(state: LinkState['state'], what?: (state: LinkState) => boolean): Promise<LinkState>
}

/** A channel with the library, Chromium and a page, and nothing that receives or sends. */
export async function openLife(
  given: {
    account?: object
    options?: Partial<WhatsAppOptions>
    tiny?: Partial<TinyPage>
    waits?: Partial<Waits>
  } = {},
): Promise<Life> {
  const tiny = Object.assign(await openTinyPage(), given.tiny)
  const folder = join(await temporaryFolder(), 'whatsapp')
  if (given.account) {
    await mkdir(folder)
    await writeFile(join(folder, 'account.json'), JSON.stringify(given.account))
  }
  const lines: string[] = []
  const readies: Page[] = []
  let page: CurrentPage = () => undefined
  const parts: Parts = {
    outbound: (of) => {
      page = of.page
      return { acked: () => undefined } as unknown as ReturnType<Parts['outbound']>
    },
    intake: () => ({
      take: () => undefined,
      ready: (ready) => void readies.push(ready),
      run: async () => undefined,
      isQuiet: () => false,
      unstored: 0,
      decode: () => [],
      forget: async () => undefined,
    }),
    fetchMedia: () => Promise.reject(new Error('not here')),
  }
  const { chromium } = await readPrograms(process.cwd())
  const channel = (await openWhatsApp(
    {
      folder,
      chromium,
      webRoot: tiny.webRoot,
      ownerQuietMinutes: 30,
      restartHour: 'off',
      sendsPerMinute: 20,
      sandbox: 'auto',
      isPaced: false,
      clock: systemClock,
      random: () => 0,
      log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }),
      limits: { ...WAITS, ...given.waits },
      ...given.options,
    },
    parts,
  )) as Life['channel']
  onTestFinished(async () => {
    await channel[Symbol.asyncDispose]()
    await tiny[Symbol.asyncDispose]()
  })
  return {
    ...{ channel, tiny, folder, lines, readies },
    page: () => page(),
    start: () => channel.start({} as Sink),
    async until(state, what = () => true) {
      const untilMs = Date.now() + 20_000
      for (;;) {
        const now = channel.linking.state
        if (now.state === state && what(now)) return now
        if (Date.now() > untilMs) throw new Error(`not ${state}: ${JSON.stringify(now)}\n${lines.join('')}`)
        await systemClock.sleep(20)
      }
    },
  }
}
