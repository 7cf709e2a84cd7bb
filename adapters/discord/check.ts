import { z } from 'zod'
import { accountId } from '#core/contract/ids.ts'
import { cleanText } from '#core/contract/text.ts'
import { type Asked, CHECK_CALL_MS, type CheckLine, line, timed } from '../checks.ts'
import { lenient } from '../shared/lenient.ts'
import { DiscordApi } from './api.ts'
import { checkedSettings, type DiscordOptions, PORTAL, READS_CONTENT } from './options.ts'
import { say } from '../sentences.ts'

const userSchema = z.object({ id: z.string(), username: z.string() })
const applicationSchema = z.object({
  id: z.string(),
  flags: lenient(z.int()),
  bot_public: lenient(z.boolean()),
})
/** View Channels, Send Messages, Send Messages in Threads, Attach Files, Read Message History: docs/channels/discord.md. */
const PERMISSIONS = '274878008320'

/** Asks Discord who this bot is, and what it may read. Rejects with a `ChannelError` or a `DiscordSetupError`. */
export async function askDiscord(
  options: Pick<DiscordOptions, 'token' | 'apiRoot'>,
  signal: AbortSignal,
): Promise<Asked> {
  const { roots } = checkedSettings(options)
  const api = new DiscordApi({ token: options.token, roots, callTimeoutMs: CHECK_CALL_MS })
  const ask = (route: `/${string}`) => api.call({ method: 'GET', route, effect: 'again' }, signal)
  try {
    const { result, roundTripMs } = await timed(() => ask('/users/@me'))
    const user = userSchema.parse(result)
    const application = applicationSchema.parse(await ask('/applications/@me'))
    const name = `@${cleanText(user.username)}`
    const lines = [line('ok', say('check.known', { platform: 'Discord', name })), ...rightsLines(application)]
    const query = new URLSearchParams({ client_id: application.id, permissions: PERMISSIONS })
    const installLink = `https://discord.com/oauth2/authorize?${query.toString()}&scope=bot+applications.commands`
    return { account: accountId('discord', user.id), name, lines, installLink, roundTripMs }
  } finally {
    api.close()
  }
}

function rightsLines({ flags = 0, bot_public: isPublic }: z.output<typeof applicationSchema>): CheckLine[] {
  const content =
    (flags & READS_CONTENT) === 0
      ? line('fail', say('discord.reads-nothing', { portal: PORTAL }))
      : line('ok', say('discord.reads'))
  if (isPublic !== false) return [content]
  return [content, line('ok', say('discord.private'))]
}
