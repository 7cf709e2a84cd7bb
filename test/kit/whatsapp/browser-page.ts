import { killBrowser, killPage } from './browser-process.ts'
import type { Devices } from './devices.ts'

/** What happens to the browser and its page, rather than to a message. */
export class BrowserPage {
  isNeverReady = false
  readonly #devices: Devices
  readonly #root: () => string

  constructor(devices: Devices, root: () => string) {
    this.#devices = devices
    this.#root = root
  }

  /** Its thread never returns. */
  hang(): void {
    this.#devices.tell({ push: 'fault', fault: 'hang' })
  }

  async crash(): Promise<void> {
    await killPage(this.#words)
  }

  async killBrowser(): Promise<void> {
    await killBrowser(this.#words)
  }

  /** From the next `hello` on no page synchronises, or each does again. */
  neverReady(isNeverReady = true): void {
    this.isNeverReady = isNeverReady
  }

  /** The socket's state as the page shows it. */
  state(state: 'CONFLICT' | 'UNPAIRED' | 'TIMEOUT' | 'OPENING' | 'CONNECTED'): void {
    this.#devices.tell({ push: 'state', state })
  }

  dropSockets(): void {
    for (const page of this.#devices.pages.values()) page.close()
  }

  /** On the command line of the browser that takes this double for WhatsApp. */
  get #words(): string {
    return `MAP web.whatsapp.com ${new URL(this.#root()).host}`
  }
}
