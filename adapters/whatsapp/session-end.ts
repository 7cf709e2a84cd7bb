import { say } from '../sentences.ts'
import type { SessionEnd } from './watch.ts'

const BLOCKED = new Set(['TOS_BLOCK', 'SMB_TOS_BLOCK', 'PROXYBLOCK', 'DEPRECATED_VERSION'])

/** By the reason that the library gives when the page is disconnected. */
export function endFor(reason: string): SessionEnd {
  if (reason === 'CONFLICT') {
    return { why: 'conflict', said: say('whatsapp.elsewhere') }
  }
  if (BLOCKED.has(reason)) return { why: 'blocked', said: say('whatsapp.session-refused', { reason }) }
  if (['LOGOUT', 'UNPAIRED', 'UNPAIRED_IDLE'].includes(reason)) {
    return { why: 'logged-out', said: say('whatsapp.logged-out') }
  }
  return { why: 'failed', said: say('whatsapp.disconnected', { reason }) }
}

/** Of an error's words, for the operator. */
export const firstLine = (text: string) => text.split('\n', 1)[0]?.slice(0, 200) ?? ''
