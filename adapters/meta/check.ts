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
import { checkedMeta, type Unchecked, WHERE_ID } from './options.ts'
import type { MetaProductName } from './product.ts'
import { PRODUCTS } from './products.ts'
import { WEBHOOK_PATH } from './webhook.ts'

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
    if (!bot) throw new GraphFailure('unreachable', `${title} answered without an id; check META_GRAPH_ROOT`)
    const lines = [
      line('ok', `Meta knows it as ${cleanText(bot.name)}.`),
      ...(isNumber ? numberLines(result) : [await subscribed(() => ask(`${bot.id}/subscribed_apps`))]),
      ...secretLines(app.appSecret, product.provesSecret),
      line('ok', `Its messages come by webhook: ${addressOf(options.publicUrl)}, field messages.`),
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
  if (await isAnsweredWithoutProof()) return new GraphFailure('refused', OTHER_APP)
  if (phoneId === undefined) return error
  const unknown = `There is no phone number with the ID ${phoneId} for this token: ${WHERE_ID}.`
  return new GraphFailure('refused', `${unknown} ${error.message}.`)
}

const OTHER_APP =
  'The app secret is not that of the app to which this token belongs. Copy it from App settings, Basic, of that app, or ' +
  'make the token in the app whose secret this is.'

const addressOf = (publicUrl = 'the public address of this service') =>
  `${publicUrl.replace(/\/+$/, '')}${WEBHOOK_PATH}`

function numberLines(answer: unknown): CheckLine[] {
  const { display_phone_number: number, quality_rating: quality = 'UNKNOWN' } = numberSchema.parse(answer)
  const shown = number === undefined ? [] : [line('ok', `Its number is ${cleanText(number)}.`)]
  const rated = {
    GREEN: line('ok', 'Meta rates its quality as high.'),
    YELLOW: line('warn', 'Meta rates its quality as medium: people have blocked or reported it.'),
    RED: line('warn', 'Meta rates its quality as low: it may be limited soon.'),
    UNKNOWN: line('ok', 'Meta has not rated its quality yet.'),
  }
  return [...shown, rated[quality]]
}

async function subscribed(ask: () => Promise<unknown>): Promise<CheckLine> {
  try {
    const { data: apps = [] } = subscribedSchema.parse(await ask())
    if (apps.some(({ subscribed_fields: fields = [] }) => fields.includes('messages'))) {
      return line('ok', 'An app is subscribed to its messages.')
    }
    return line('warn', 'No app is subscribed to its messages yet: the webhook step says how.')
  } catch (error) {
    if (!(error instanceof ChannelError || error instanceof z.ZodError)) throw error
    return line('warn', 'Meta does not say whether an app is subscribed to its messages: the first message shows it.')
  }
}

function secretLines(secret: string, isProven: boolean): CheckLine[] {
  if (!SECRET.test(secret)) {
    return [line('warn', 'The app secret has an unusual form: 32 characters of 0 to 9 and a to f are usual.')]
  }
  return isProven ? [line('ok', 'The app secret belongs to the app of this token.')] : []
}
