import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { GraphProduct } from './graph/products.ts'
import type { DoubleCommand } from './double-command.ts'
import type { PlatformDouble } from './platform.ts'

export type Double = PlatformDouble & {
  /** What its service needs in `chasqui.yaml` beside the environment. */
  readonly config?: string
  /** Puts into the service's data folder what it needs there. */
  readonly prepare?: (dataFolder: string) => Promise<void>
  /** What its person at the terminal has to do once the service is started. */
  readonly next?: string
  /** What its person at the terminal can do beside what all platforms have, by the name of the command. */
  readonly also?: Readonly<Record<string, DoubleCommand>>
}

export type DoubleOptions = {
  /** 0 or nothing: a free one. */
  readonly port?: number
  /** The platform's own, `strict` unless switched off. */
  readonly limits?: 'strict' | 'off'
  readonly now?: () => number
  /** Ids up to this one are used; only Telegram's double would use them again. */
  readonly idsAfter?: number
  /** Only WhatsApp's phone: whether it scans a QR code as soon as there is one. */
  readonly scans?: 'at once' | 'when asked'
}

/** The doubles of other people's platforms, each loaded when it is opened. */
export const DOUBLES = {
  telegram: async (options: DoubleOptions): Promise<Double> => {
    const { telegramPlatform } = await import('./telegram/platform.ts')
    const { openTelegramDouble } = await import('./telegram/double.ts')
    return telegramPlatform(await openTelegramDouble(options))
  },
  discord: async (options: DoubleOptions): Promise<Double> =>
    await (await import('./discord/double.ts')).openDiscordDouble(options),
  whatsapp: async (options: DoubleOptions): Promise<Double> =>
    await (await import('./whatsapp/double.ts')).openWhatsAppDouble(options),
  messenger: graph('messenger'),
  instagram: graph('instagram'),
  'whatsapp-cloud': graph('whatsapp-cloud'),
}

export type DoubleName = keyof typeof DOUBLES
export const DOUBLE_NAMES = Object.keys(DOUBLES) as DoubleName[]

function graph(product: GraphProduct): (options: DoubleOptions) => Promise<Double> {
  return async (options) => await (await import('./graph/double.ts')).openGraphDouble({ product, ...options })
}

/** What a platform is opened with; each takes what it needs. */
export type PlatformAround = {
  /** Of the service. */
  readonly dataFolder: string
  /** The clock of the platform and of the service. */
  readonly now: () => number
}

export type OpenPlatform = (around: PlatformAround) => Promise<PlatformDouble> | PlatformDouble

/** Without the platform's limits there is nothing to be paced for. */
export const UNPACED = 'delivery:\n  pacing: off\n'

/** One of them without its limits, with what its service must find in its configuration file. */
export function unlimited(name: DoubleName): OpenPlatform {
  return async ({ dataFolder, now }) => {
    const double = await DOUBLES[name]({ limits: 'off', now, scans: 'at once' })
    await double.prepare?.(dataFolder)
    await writeFile(path.join(dataFolder, 'chasqui.yaml'), `${double.config ?? ''}${UNPACED}`)
    return double
  }
}
