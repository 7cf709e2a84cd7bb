import { z } from 'zod'
import { accountId } from '#core/contract/ids.ts'
import { cleanText, shortened } from '#core/contract/text.ts'
import { type Asked, CHECK_CALL_MS, type CheckLine, line, timed } from '../checks.ts'
import { lenient } from '../shared/lenient.ts'
import { TelegramApi } from './api.ts'
import { type Checked, checkedSettings } from './options.ts'
import { say } from '../sentences.ts'

const meSchema = z.object({
  id: z.int(),
  username: z.string(),
  first_name: lenient(z.string()),
  can_join_groups: lenient(z.boolean()),
  can_read_all_group_messages: lenient(z.boolean()),
})
const infoSchema = z.object({
  url: lenient(z.string()),
  pending_update_count: lenient(z.int()),
  last_error_message: lenient(z.string()),
})
const SAID_LENGTH_MAX = 200

/** Asks Telegram who this bot is, and how its webhook does. Rejects with a `ChannelError` or a `TelegramSetupError`. */
export async function askTelegram(options: Checked, signal: AbortSignal): Promise<Asked> {
  const { apiRoot, webhook } = checkedSettings(options)
  const api = new TelegramApi({ token: options.token, apiRoot, callTimeoutMs: CHECK_CALL_MS })
  const ask = (method: string) => api.call({ method, effect: 'again' }, signal)
  try {
    const { result, roundTripMs } = await timed(() => ask('getMe'))
    const me = meSchema.parse(result)
    const info = infoSchema.parse(await ask('getWebhookInfo'))
    const name = `@${me.username}`
    const knownAs = me.first_name ? `${name} (${cleanText(me.first_name)})` : name
    const lines = [
      line('ok', say('check.known', { platform: 'Telegram', name: knownAs })),
      ...groupLines(me),
      ...webhookLines(info, webhook?.url),
    ]
    return { account: accountId('telegram', String(me.id)), name, lines, roundTripMs }
  } finally {
    api.close()
  }
}

function groupLines(me: z.output<typeof meSchema>): CheckLine[] {
  if (me.can_join_groups === false) {
    return [line('warn', say('telegram.no-groups'))]
  }
  if (me.can_read_all_group_messages === true) return [line('ok', say('telegram.reads-all'))]
  return [line('ok', say('telegram.reads-mentions'))]
}

function webhookLines(info: z.output<typeof infoSchema>, own: string | undefined): CheckLine[] {
  const { url = '', last_error_message: said, pending_update_count: waiting = 0 } = info
  const lines: CheckLine[] = []
  if (url !== '' && url !== own) {
    // Only the host: paths of webhooks often hold the token.
    const other = URL.canParse(url)
      ? say('telegram.other-webhook', { host: new URL(url).host })
      : say('telegram.other-address')
    lines.push(line('warn', other))
  } else if (url !== '') lines.push(line('ok', say('telegram.webhook-set')))
  if (url !== '' && said !== undefined) {
    const quote = shortened(cleanText(said), SAID_LENGTH_MAX)
    lines.push(line('warn', say('telegram.webhook-failure', { said: { quote } })))
  }
  if (waiting > 0) lines.push(line('ok', say('check.waiting', { count: waiting })))
  return lines
}
