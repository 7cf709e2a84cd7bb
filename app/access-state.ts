import type { PartState } from '#http/listener.ts'
import type { Access } from '#core/access/access.ts'
import type { Config } from './config.ts'

/**
 * WhatsApp has a mode of its own: a linked number gets messages of strangers and friends alike. Also while it is off: its
 * channel is open a moment before the settings say so, and after.
 */
export const accessSettings = ({ access, whatsapp }: Pick<Config, 'access' | 'whatsapp'>) => ({
  ...access,
  modes: { whatsapp: whatsapp.access },
})

type WhoMayWrite = Pick<Access, 'modes'> & { readonly operator: Pick<Access['operator'], 'openCodes'> }

/** For doctor; undefined where everybody may write. `isOpen`: there is a channel of this platform. */
export async function accessState(
  access: WhoMayWrite,
  isOpen: (platform: string) => boolean,
): Promise<PartState | undefined> {
  const { mode, modes } = access.modes()
  const own = Object.entries(modes).filter(([platform, each]) => each !== mode && isOpen(platform))
  const all = [mode, ...own.map(([, each]) => each)]
  if (all.every((each) => each === 'open')) return undefined
  const open = all.includes('pairing') ? await access.operator.openCodes() : 0
  const shown = [mode, ...own.map(([platform, each]) => `${platform}: ${each}`)].join(', ')
  const waiting = `${open} ${open === 1 ? 'code waits' : 'codes wait'} to be approved: npm run access -- list`
  return { name: 'access', state: 'ready', detail: open > 0 ? `${shown}, ${waiting}` : shown }
}
