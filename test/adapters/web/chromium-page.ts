import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach } from 'vitest'
import type { ChatEvent, MessageEvent } from '#core/contract/message.ts'
import { sharedChromium, NO_CHROMIUM } from '../../kit/chromium.ts'
import { hostPage, type PageHost } from './page-host.ts'

/** The page in a real browser, anew for each test of the file that asks for it. */
export class ChromiumPage {
  browser: Browser | undefined
  context!: BrowserContext
  page!: Page
  host!: PageHost
  /** What the page's console says went wrong. */
  readonly faults: string[] = []

  async open(options: BrowserContextOptions = {}): Promise<void> {
    this.context = await this.browser!.newContext({
      locale: 'en-GB',
      viewport: { width: 390, height: 740 },
      ...options,
    })
    this.page = await this.context.newPage()
    this.page.on('pageerror', (error) => this.faults.push(error.message))
    this.page.on('console', (message) => message.type() === 'error' && this.faults.push(message.text()))
    await this.page.goto(this.host.url)
    await this.page.locator('#welcome h2').waitFor()
  }

  nextEvent(): Promise<ChatEvent> {
    return new Promise((resolve) => (this.host.sink.onEvent = resolve))
  }

  /** Resolves once the service has stored it. */
  async sendText(text: string): Promise<MessageEvent> {
    const accepted = this.nextEvent()
    await this.writes(text)
    return (await accepted) as MessageEvent
  }

  async writes(text: string): Promise<void> {
    await this.page.getByLabel('Write a message').fill(text)
    await this.page.keyboard.press('Enter')
  }

  answer = (text: string) => this.page.getByRole('log').getByText(text, { exact: true })
}

export function chromiumPage(): ChromiumPage {
  const chromium = new ChromiumPage()
  beforeAll(async () => {
    chromium.browser = await sharedChromium()
  })
  beforeEach(async ({ skip }) => {
    if (chromium.browser === undefined) return skip(NO_CHROMIUM)
    chromium.host = await hostPage()
    chromium.faults.length = 0
    await chromium.open()
  })
  afterEach(async () => {
    await chromium.context?.close()
    await chromium.host?.[Symbol.asyncDispose]()
  })
  return chromium
}
