import { inFours } from '#core/contract/linking.ts'
import type { Clock } from '#machine/clock.ts'
import type { CodeView } from './code-view.ts'
import { printable } from './printable.ts'
import { linkedWords, PHONE_STEPS, type Status } from './whatsapp-words.ts'

const POLL_MS = 500
/** Nobody is at the phone then. */
export const LINK_MINUTES_MAX = 10

type Following = {
  readonly status: () => Promise<Status>
  readonly view: CodeView
  /** Where the code is seen, if it is not below. */
  readonly imageFile?: string | undefined
  readonly say: (line: string) => void
  readonly clock: Clock
}

export type LinkEnd = { readonly isLinked: boolean; readonly text: string }

/** Says what happens, shows each new code, and resolves when the account is linked or certainly will not be. */
export async function followLink({ status, view, imageFile, say, clock }: Following): Promise<LinkEnd> {
  const endsAtMs = clock.monotonicMs() + LINK_MINUTES_MAX * 60_000
  let said = ''
  let shown: string | undefined
  for (;;) {
    const now = await status()
    const end = endOf(now)
    if (end !== undefined) return end
    const words = wordsOf(now, { hadCode: shown !== undefined, imageFile })
    if (words !== said) say(words)
    said = words
    if (now.qr !== undefined && now.qr !== shown) await view.show(now.qr)
    shown = now.qr ?? now.pairingCode ?? shown
    if (clock.monotonicMs() >= endsAtMs) return failed(LATE)
    await clock.sleep(POLL_MS)
  }
}

const LATE = `Not linked within ${LINK_MINUTES_MAX} minutes. For a new code: npm run whatsapp -- link`
const failed = (text: string): LinkEnd => ({ isLinked: false, text })

function endOf(now: Status): LinkEnd | undefined {
  const detail = printable(now.detail)
  switch (now.state) {
    case 'ready':
      return { isLinked: true, text: linkedWords(now) }
    case 'logged-out':
      return failed(`Not linked: ${detail}`)
    case 'off':
      return failed(`WhatsApp is off: ${detail}`)
    case 'connecting':
    case 'qr':
    case 'pairing':
    case 'degraded':
      return undefined
    default:
      return now.state satisfies never
  }
}

type Seen = { readonly hadCode: boolean; readonly imageFile: string | undefined }

/** Said once, and again when they are others. */
function wordsOf({ state, detail, pairingCode = '' }: Status, { hadCode, imageFile }: Seen): string {
  switch (state) {
    case 'connecting':
      return hadCode
        ? 'The phone has taken the code; the chats are read …'
        : 'The browser starts and loads WhatsApp Web …'
    case 'qr':
      return `\n${PHONE_STEPS}\n  3. Scan the code ${imageFile === undefined ? 'below' : `in ${imageFile}`}; it changes by itself every few seconds\n`
    case 'pairing':
      return `\n${PHONE_STEPS}, then Link with phone number instead\n  3. Type ${inFours(printable(pairingCode))}\n`
    default:
      return `${state}: ${printable(detail)}`
  }
}
