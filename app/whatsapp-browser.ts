import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import path from 'node:path'
import type { ChannelDeps } from '#adapters/all.ts'
import type { Program } from '#machine/programs.ts'
import type { Config } from './config.ts'

type Browser = Awaited<ReturnType<ChannelDeps['chromium']>>

/** How a browser comes about, whatever the reason why there is none. */
const HOW =
  'Set-up looks for one at the next npm start if WHATSAPP_ENABLED=true stands in its environment; WHATSAPP_CHROMIUM names ' +
  'one of your own.'

type Settings = Pick<Config['whatsapp'], 'enabled' | 'chromium'>

/**
 * The browser of WhatsApp: the one that `whatsapp.chromium` names, and otherwise the one that set-up found. While
 * WhatsApp is off nothing is looked at.
 */
export async function browserFor({ enabled, chromium: named }: Settings, found: Program): Promise<Browser> {
  if (!enabled) return { missing: 'WhatsApp is not switched on.' }
  if (named === undefined) return 'missing' in found ? { missing: `${ended(found.missing)} ${HOW}` } : found
  const file = path.resolve(named)
  const fault = await access(file, constants.X_OK).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  )
  if (fault === undefined) return { path: file }
  return { missing: `WHATSAPP_CHROMIUM (whatsapp.chromium) names ${file}, which cannot be run (${fault}): correct it.` }
}

const ended = (sentence: string) => sentence.replace(/\.?$/, '.')
