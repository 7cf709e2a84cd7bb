import { inFours } from '#core/contract/linking.ts'
import { toldAs } from '#machine/sentence.ts'
import type { Linked, WhatsAppForOperators } from '../../channel-parts.ts'
import { qrPath } from '../accounts/qr-path.ts'
import { ConsoleError } from '../console-error.ts'
import type { LinkForm } from '../forms/channels.ts'

/** With the codes: whoever scans one links their account to this service. */
export function linkOf({ state }: Pick<WhatsAppForOperators, 'state'>): LinkForm {
  const { state: now, sentences, qr, pairingCode, phoneNumber } = state()
  return {
    state: now,
    ...toldAs('detail', sentences),
    ...(now === 'qr' && qr !== undefined && { qr: qrPath(qr) }),
    ...(now === 'pairing' && pairingCode !== undefined && { pairingCode: inFours(pairingCode) }),
    ...(phoneNumber !== undefined && { phoneNumber }),
  }
}

/** @throws {ConsoleError} where nothing was done */
export function requireLinked(linked: Linked): void {
  if (linked.type === 'refused') throw new ConsoleError('bad-request', linked.said)
}
