import { z } from 'zod'
import { accountId } from '#core/contract/ids.ts'
import { cleanText, shortened } from '#core/contract/text.ts'
import { type Asked, CHECK_CALL_MS, type CheckLine, line, timed } from '../checks.ts'
import { lenient } from '../shared/lenient.ts'
import { TelegramApi } from './api.ts'
import { type Checked, checkedSettings } from './options.ts'

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
    const lines = [
      line('ok', `Telegram knows it as ${name}${me.first_name ? ` (${cleanText(me.first_name)})` : ''}.`),
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
    return [line('warn', 'It cannot be added to groups. Where it should be, allow it at @BotFather: /setjoingroups.')]
  }
  if (me.can_read_all_group_messages === true) return [line('ok', 'In groups it reads everything.')]
  const change = '@BotFather changes that: /setprivacy; then add it to the group again.'
  return [line('ok', `In groups it sees only what is meant for it: commands, mentions and replies. ${change}`)]
}

function webhookLines(info: z.output<typeof infoSchema>, own: string | undefined): CheckLine[] {
  const { url = '', last_error_message: said, pending_update_count: waiting = 0 } = info
  const lines: CheckLine[] = []
  if (url !== '' && url !== own) {
    // Only the host: paths of webhooks often hold the token.
    const host = URL.canParse(url) ? new URL(url).host : 'another address'
    lines.push(line('warn', `Telegram sends its messages to ${host} now. Saving takes them over.`))
  } else if (url !== '') lines.push(line('ok', 'Its webhook is set.'))
  if (url !== '' && said !== undefined) {
    const words = shortened(cleanText(said), SAID_LENGTH_MAX)
    lines.push(line('warn', `The newest failure of its webhook, as Telegram says: ${words}`))
  }
  if (waiting > 0) lines.push(line('ok', `${waiting === 1 ? '1 message waits' : `${waiting} messages wait`} for it.`))
  return lines
}
