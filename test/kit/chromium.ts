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

/** The pop-ups of the address bar: two pages more for every window, which cost as much as the page itself. */
const OMNIBOX = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup']
/** Playwright's own list, as far as it concerns us: Chromium takes the last list alone. */
const OF_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
]
const ARGS = [
  // As root Chromium has no sandbox.
  '--no-sandbox',
  // Without these it would look for hosts of its maker.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...OF_PLAYWRIGHT, ...OMNIBOX].join(',')}`,
]

type Program = { readonly path: string; readonly env?: Readonly<Record<string, string>> }

/** One that could not be started, or that has crashed, is no browser for the next file. */
async function launch(program: Program): Promise<Browser> {
  const forget = () => void (launched = undefined)
  try {
    const browser = await chromium.launch({
      executablePath: program.path,
      args: ARGS,
      env: { ...process.env, ...program.env },
    })
    return browser.on('disconnected', forget)
  } catch (error) {
    forget()
    throw error
  }
}
