import { chromium, type Browser } from 'playwright-core'
import { readPrograms } from '#machine/programs.ts'

export const NO_CHROMIUM =
  'no Chromium here: npm test fetches one on Debian; elsewhere install one or set CHASQUI_CHROMIUM'

/** The program that set-up found; `undefined` where there is none, which is a fault with `CI=true`. */
export async function findChromium() {
  const { chromium: program } = await readPrograms(process.cwd())
  if (!('missing' in program)) return program
  if (process.env.CI === 'true') throw new Error(`${NO_CHROMIUM} (${program.missing})`)
  return undefined
}

let launched: Promise<Browser> | undefined

/**
 * The browser that set-up found, or `undefined`. There is one for all files that this process runs, and it ends with the
 * process: what a file opens in it are contexts, which it closes.
 */
export async function sharedChromium(): Promise<Browser | undefined> {
  const program = await findChromium()
  if (program === undefined) return undefined
  launched ??= launch(program)
  return launched
}

type Program = { readonly path: string; readonly env?: Readonly<Record<string, string>> }

/** One that could not be started, or that has crashed, is no browser for the next file. */
async function launch(program: Program): Promise<Browser> {
  const forget = () => void (launched = undefined)
  try {
    const browser = await chromium.launch({
      executablePath: program.path,
      // As root Chromium has no sandbox; without the others it would look for hosts of its maker.
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
      env: { ...process.env, ...program.env },
    })
    return browser.on('disconnected', forget)
  } catch (error) {
    forget()
    throw error
  }
}
