import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import path from 'node:path'
import type { ChannelDeps } from '#adapters/all.ts'
import type { Program } from '#machine/programs.ts'
import type { Config } from './config.ts'
import { say } from './sentences.ts'

type Browser = Awaited<ReturnType<ChannelDeps['chromium']>>

type Settings = Pick<Config['whatsapp'], 'enabled' | 'chromium'>

/**
 * The browser of WhatsApp: the one that `whatsapp.chromium` names, and otherwise the one that set-up finds. While
 * WhatsApp is off nothing is looked at.
 */
export async function browserFor(
  { enabled, chromium: named }: Settings,
  find: () => Promise<Program>,
): Promise<Browser> {
  if (!enabled) return { missing: [say('whatsapp.is-off')] }
  if (named === undefined) {
    const found = await find()
    return 'missing' in found ? { missing: none(found.missing) } : found
  }
  const file = path.resolve(named)
  const fault = await access(file, constants.X_OK).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  )
  if (fault === undefined) return { path: file }
  return { missing: [say('whatsapp.cannot-run', { file, fault })] }
}

/** How one comes about, whatever the reason why there is none. */
const none = (why: string) => [say('whatsapp.no-browser', { said: { quote: why } }), say('whatsapp.browser-how')]
