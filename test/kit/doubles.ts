import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { GraphProduct } from './graph/products.ts'
import type { PlatformDouble } from './platform.ts'

/** `config`: what its service needs in `chasqui.yaml` beside the environment. */
export type Double = PlatformDouble & { readonly config?: string }

export type DoubleOptions = {
  /** 0 or nothing: a free one. */
  readonly port?: number
  /** The platform's own, `strict` unless switched off. */
  readonly limits?: 'strict' | 'off'
  readonly now?: () => number
  /** Ids up to this one are used; only Telegram's double would use them again. */
  readonly idsAfter?: number
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
    const double = await DOUBLES[name]({ limits: 'off', now })
    await writeFile(path.join(dataFolder, 'chasqui.yaml'), `${double.config ?? ''}${UNPACED}`)
    return double
  }
}
