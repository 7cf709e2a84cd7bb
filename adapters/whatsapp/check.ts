import { type Asked, line } from '../checks.ts'
import { doubleAt, type WhatsAppOptions } from './options.ts'
import { say } from '../sentences.ts'

/** Whether there is what WhatsApp needs on this computer; the phone is asked by linking. */
export async function askWhatsApp({
  webRoot,
  chromium,
}: Pick<WhatsAppOptions, 'webRoot' | 'chromium'>): Promise<Asked> {
  doubleAt(webRoot)
  if ('missing' in chromium) return { lines: chromium.missing.map((said) => line('fail', said)) }
  return { lines: [line('ok', say('whatsapp.browser')), line('ok', say('whatsapp.link-later'))] }
}
