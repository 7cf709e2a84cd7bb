import type { SessionEnd } from './watch.ts'

const BLOCKED = new Set(['TOS_BLOCK', 'SMB_TOS_BLOCK', 'PROXYBLOCK', 'DEPRECATED_VERSION'])

/** By the reason that the library gives when the page is disconnected. */
export function endFor(reason: string): SessionEnd {
  if (reason === 'CONFLICT') {
    return { why: 'conflict', detail: 'WhatsApp Web was opened with this session in another browser: close that one' }
  }
  if (BLOCKED.has(reason))
    return { why: 'blocked', detail: `WhatsApp refuses the session (${reason}): look at the phone` }
  if (['LOGOUT', 'UNPAIRED', 'UNPAIRED_IDLE'].includes(reason)) {
    return { why: 'logged-out', detail: 'logged out on the phone' }
  }
  return { why: 'failed', detail: `the page was disconnected (${reason})` }
}

/** Of an error's words, for the operator. */
export const firstLine = (text: string) => text.split('\n', 1)[0]?.slice(0, 200) ?? ''
