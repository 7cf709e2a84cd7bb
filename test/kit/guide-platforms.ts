import { type DiscordDouble, openDiscordDouble } from './discord/double.ts'
import { type GraphDouble, openGraphDouble } from './graph/double.ts'
import { openGraphFront } from './graph/front.ts'
import type { GraphProduct } from './graph/products.ts'
import { openTelegramDouble, type TelegramDouble } from './telegram/double.ts'
import { openWhatsAppDouble, type WhatsAppDouble } from './whatsapp/double.ts'

/** A double of every platform that a channel is set up for, without limits, around one service. */
export type GuidePlatforms = AsyncDisposable & {
  readonly telegram: TelegramDouble
  /** Allows no intent yet, as in a new application. */
  readonly discord: DiscordDouble
  readonly graph: Readonly<Record<GraphProduct, GraphDouble>>
  readonly whatsApp: WhatsAppDouble
  /** For the service: where each of them is, and nothing that an operator sets. */
  readonly env: Readonly<Record<string, string>>
}

export async function openGuidePlatforms(): Promise<GuidePlatforms> {
  const limits = 'off'
  const openGraph = (product: GraphProduct) => openGraphDouble({ product, limits })
  const telegram = await openTelegramDouble({ limits })
  const discord = await openDiscordDouble({ limits, allowedIntents: [] })
  const whatsApp = await openWhatsAppDouble({ limits })
  const graph = {
    messenger: await openGraph('messenger'),
    instagram: await openGraph('instagram'),
    'whatsapp-cloud': await openGraph('whatsapp-cloud'),
  }
  const front = await openGraphFront(Object.values(graph))
  return {
    ...{ telegram, discord, graph, whatsApp },
    env: {
      TELEGRAM_API_ROOT: telegram.apiRoot,
      DISCORD_API_ROOT: discord.apiRoot,
      META_GRAPH_ROOT: front.root,
      WHATSAPP_WEB_ROOT: whatsApp.root,
    },
    async [Symbol.asyncDispose]() {
      await front.close()
      for (const double of [...Object.values(graph), whatsApp, discord, telegram]) await double[Symbol.asyncDispose]()
    },
  }
}
