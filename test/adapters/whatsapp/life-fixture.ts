import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { onTestFinished } from 'vitest'
import type { Waits, WhatsAppOptions } from '#adapters/whatsapp/options.ts'
import type { CurrentPage, Page } from '#adapters/whatsapp/page.ts'
import { LinkStatus } from '#adapters/whatsapp/status.ts'
import { Supervisor } from '#adapters/whatsapp/supervisor.ts'
import type { LinkState } from '#core/contract/linking.ts'
import type { ChannelHealth } from '#core/contract/channel.ts'
import { systemClock } from '#machine/clock.ts'
import { present, readPrograms } from '#machine/programs.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { openTinyPage, type TinyPage } from './tiny-page.ts'

const WAITS = { loadMs: 8_000, readyMs: 2_500, probeMs: 600, probeEveryMs: 200, restartMs: 100 }

export type Life = {
  readonly linking: Supervisor
  readonly health: () => ChannelHealth
  readonly page: CurrentPage
  readonly tiny: TinyPage
  readonly folder: string
  /** Lines of the log. */
  readonly lines: string[]
  /** Pages that became ready. */
  readonly readies: Page[]
  start(): void
  /** Resolves when its browser has ended. */
  end(): Promise<void>
  until(state: LinkState['state'], what?: (state: LinkState) => boolean): Promise<LinkState>
}

/** The supervisor with the library, Chromium and a page, and nothing that receives or sends. */
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
  const chromium = present((await readPrograms(process.cwd())).chromium)
  const options: WhatsAppOptions = {
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
  }
  const status = new LinkStatus(options)
  const linking = new Supervisor({ options, status, ready: (page) => void readies.push(page), take: () => undefined })
  await linking.open()
  const over = new AbortController()
  let ran: Promise<void> | undefined
  const end = async () => {
    over.abort(new Error('closed'))
    await ran
  }
  onTestFinished(async () => {
    await end()
    await tiny[Symbol.asyncDispose]()
  })
  return {
    ...{ linking, tiny, folder, lines, readies, end },
    health: () => status.health,
    page: () => linking.page,
    start: () => void (ran = linking.run(over.signal)),
    async until(state, what = () => true) {
      const untilMs = Date.now() + 20_000
      for (;;) {
        const now = linking.state
        if (now.state === state && what(now)) return now
        if (Date.now() > untilMs) throw new Error(`not ${state}: ${JSON.stringify(now)}\n${lines.join('')}`)
        await systemClock.sleep(20)
      }
    },
  }
}
