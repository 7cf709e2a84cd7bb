import { createHash } from 'node:crypto'
import type { CommandMenu, Sink } from '#core/contract/channel.ts'
import type { Clock } from '#machine/clock.ts'
import type { TelegramApi } from './api.ts'

type MenuDeps = {
  readonly api: Pick<TelegramApi, 'call'>
  readonly notes: Sink['notes']
  readonly menu: CommandMenu
  readonly clock: Pick<Clock, 'now'>
}

const NOTE = 'menu'
/** Then it is set anew, in case that somebody changed it at Telegram. */
const NOTED_MS = 30 * 24 * 3600_000
/** What people see whose language has no menu of its own. */
const DEFAULT_LANGUAGE = 'en'

/** Sets the commands that Telegram shows behind "/", once for each language; does nothing when they are set already. */
export async function setMenu({ api, notes, menu, clock }: MenuDeps, signal: AbortSignal): Promise<void> {
  const menus = [payloadOf(menu, undefined), ...menu.languages.map((language) => payloadOf(menu, language))]
  const hash = createHash('sha256').update(JSON.stringify(menus)).digest('base64')
  if ((await notes.get(NOTE)) === hash) return
  for (const payload of menus) await api.call({ method: 'setMyCommands', payload, effect: 'again' }, signal)
  await notes.put(NOTE, hash, clock.now() + NOTED_MS)
}

function payloadOf(menu: CommandMenu, language: string | undefined) {
  const commands = menu
    .in(language ?? DEFAULT_LANGUAGE)
    .map(({ name, description }) => ({ command: name, description }))
  return { commands, ...(language !== undefined && { language_code: language }) }
}
