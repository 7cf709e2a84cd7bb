import { z } from 'zod'
import { accountId } from '#core/contract/ids.ts'
import { ChannelError } from '#core/contract/channel.ts'
import { cleanText } from '#core/contract/text.ts'
import { succeeds } from '#machine/succeeds.ts'
import { type Asked, CHECK_CALL_MS, type CheckLine, line, timed } from '../checks.ts'
import { lenient, lenientList } from '../shared/lenient.ts'
import { GraphFailure } from './failure.ts'
import { GraphClient } from './graph.ts'
import { rootOf } from './open.ts'
import { checkedMeta, type Unchecked } from './options.ts'
import type { MetaProductName } from './product.ts'
import { PRODUCTS } from './products.ts'
import { WEBHOOK_PATH } from './webhook.ts'
import { say } from '../sentences.ts'

const NUMBER_FIELDS = 'verified_name,display_phone_number,quality_rating'
const numberSchema = z.object({
  display_phone_number: lenient(z.string()),
  quality_rating: lenient(z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN'])),
})
const subscribedSchema = z.object({ data: lenientList(z.object({ subscribed_fields: lenientList(z.string()) })) })
const SECRET = /^[0-9a-f]{32}$/

/** Asks Meta who this bot is, and what reaches it. Rejects with a `ChannelError` or a `MetaSetupError`. */
export async function askMeta(name: MetaProductName, options: Unchecked, signal: AbortSignal): Promise<Asked> {
  const { app, token, phoneId } = checkedMeta(name, options)
  const product = PRODUCTS[name]
  const { tokenSetting, title } = product
  const clientWith = (appSecret: string | undefined) =>
    new GraphClient({
      ...{ token, tokenSetting, appSecret },
      root: rootOf(name, options.graphRoot),
      version: options.version,
      callTimeoutMs: CHECK_CALL_MS,
      answered: () => undefined,
    })
  const isNumber = name === 'whatsapp-cloud'
  const graph = clientWith(product.provesSecret ? app.appSecret : undefined)
  const bare = clientWith(undefined)
  const ask = (path: string, fields?: string, client = graph) =>
    client.call({ method: 'GET', path, ...(fields && { query: { fields } }), effect: 'again' }, signal)
  const whoItIs = (client?: GraphClient) => ask(phoneId ?? 'me', isNumber ? NUMBER_FIELDS : product.fields, client)
  const explained = async (error: unknown) =>
    await explainedRefusal(error, { phoneId, isAnsweredWithoutProof: async () => await succeeds(whoItIs(bare)) })
  try {
    const { result, roundTripMs } = await timed(whoItIs).catch(async (error: unknown) => {
      throw product.provesSecret ? await explained(error) : error
    })
    const bot = product.botIn(result)
    if (!bot) throw new GraphFailure('unreachable', say('meta.no-id', { product: title }))
    const lines = [
      line('ok', say('check.known', { platform: 'Meta', name: cleanText(bot.name) })),
      ...(isNumber ? numberLines(result) : [await subscribed(() => ask(`${bot.id}/subscribed_apps`))]),
      ...secretLines(app.appSecret, product.provesSecret),
      line('ok', webhookAt(options.publicUrl)),
    ]
    return { account: accountId(name, bot.id), name: cleanText(bot.name), lines, roundTripMs }
  } finally {
    graph.close()
    bare.close()
  }
}

/** Of an id that it does not know, and of the secret of another app: Meta tells them apart in words alone. */
const BAD_REQUEST = 100

type Refused = { readonly phoneId: string | undefined; readonly isAnsweredWithoutProof: () => Promise<boolean> }

/** What is wrong where Meta only says that something is. */
async function explainedRefusal(error: unknown, { phoneId, isAnsweredWithoutProof }: Refused): Promise<unknown> {
  if (!(error instanceof GraphFailure) || error.graphCode !== BAD_REQUEST) return error
  if (await isAnsweredWithoutProof()) return new GraphFailure('refused', say('meta.other-app'))
  if (phoneId === undefined) return error
  return new GraphFailure('refused', [
    say('meta.unknown-phone-id', { id: phoneId }),
    ...(error.sentences ?? [say('meta.refused', { number: String(BAD_REQUEST), said: { quote: error.message } })]),
  ])
}

const webhookAt = (publicUrl: string | undefined) =>
  publicUrl === undefined
    ? say('meta.webhook-nowhere', { path: WEBHOOK_PATH })
    : say('meta.webhook', { address: `${publicUrl.replace(/\/+$/, '')}${WEBHOOK_PATH}` })

function numberLines(answer: unknown): CheckLine[] {
  const { display_phone_number: number, quality_rating: quality = 'UNKNOWN' } = numberSchema.parse(answer)
  const shown = number === undefined ? [] : [line('ok', say('meta.number', { number: cleanText(number) }))]
  const rated = {
    GREEN: line('ok', say('meta.quality-green')),
    YELLOW: line('warn', say('meta.quality-yellow')),
    RED: line('warn', say('meta.quality-red')),
    UNKNOWN: line('ok', say('meta.quality-unknown')),
  }
  return [...shown, rated[quality]]
}

async function subscribed(ask: () => Promise<unknown>): Promise<CheckLine> {
  try {
    const { data: apps = [] } = subscribedSchema.parse(await ask())
    if (apps.some(({ subscribed_fields: fields = [] }) => fields.includes('messages'))) {
      return line('ok', say('meta.subscribed'))
    }
    return line('warn', say('meta.not-subscribed'))
  } catch (error) {
    if (!(error instanceof ChannelError || error instanceof z.ZodError)) throw error
    return line('warn', say('meta.subscription-unknown'))
  }
}

function secretLines(secret: string, isProven: boolean): CheckLine[] {
  if (!SECRET.test(secret)) {
    return [line('warn', say('meta.odd-secret'))]
  }
  return isProven ? [line('ok', say('meta.secret-fits'))] : []
}
