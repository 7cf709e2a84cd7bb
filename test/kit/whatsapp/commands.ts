import type { DoubleCommand } from '../double-command.ts'
import { qrInFile } from '../read-qr.ts'
import type { BrowserPage } from './browser-page.ts'
import type { Phone } from './phone.ts'

type Held = { readonly phone: Phone; readonly page: BrowserPage }

/** What the developer at the terminal does as the owner of the account's phone, and to the browser. */
export function commandsOf({ phone, page }: Held): Readonly<Record<string, DoubleCommand>> {
  return {
    scan: {
      line: '/scan FILE',
      meaning: 'links the account by the picture of a QR code',
      async run(file) {
        phone.scan(await qrTextIn(file))
        return '(the phone has scanned the code)'
      },
    },
    code: {
      line: '/code CODE',
      meaning: 'links it by a pairing code',
      run(code) {
        phone.enterCode(code)
        return '(the phone has taken the code)'
      },
    },
    logout: {
      line: '/logout',
      meaning: 'logs the account out, on the phone',
      run() {
        phone.unlink()
        return '(no device is linked)'
      },
    },
    owner: {
      line: '/owner words',
      meaning: "are the owner's own, from the phone, in this chat",
      run(words, here) {
        phone.types(here, words)
        return '(said by the owner)'
      },
    },
    hang: {
      line: '/hang',
      meaning: "has the browser's page hang",
      run() {
        page.hang()
        return '(the page hangs)'
      },
    },
    crash: {
      line: '/crash',
      meaning: "has the browser's page crash",
      async run() {
        await page.crash()
        return '(the page has crashed)'
      },
    },
    kill: {
      line: '/kill',
      meaning: 'kills the browser',
      async run() {
        await page.killBrowser()
        return '(the browser is killed)'
      },
    },
  }
}

async function qrTextIn(file: string): Promise<string> {
  const text = await qrInFile(file.replaceAll(/^"|"$/g, '')).catch(() => {
    throw new Error(file === '' ? 'which file?' : `${file} cannot be read as a picture`)
  })
  if (text === undefined) throw new Error(`there is no QR code in ${file}`)
  return text
}
