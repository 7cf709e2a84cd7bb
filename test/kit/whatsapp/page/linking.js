import { Conn } from './app-state.js'
import { connection } from './connection.js'

/** What the library puts into a QR code, beside `Conn.ref`. In WhatsApp these are keys. */
const KEY = { pubKey: new TextEncoder().encode('a key of the double') }
const SECRET = 'c2VjcmV0'

export const signalStore = { waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: KEY }) } }
export const noiseInfo = { waNoiseInfo: { get: async () => ({ staticKeyPair: KEY }) } }

export const encodeB64 = (bytes) => btoa(String.fromCharCode(...bytes))

/** Asked for as a code is read, so that it can be scanned from here on. */
export function getADVSecretKey() {
  connection.call('qr-read', { ref: Conn.ref }).catch(() => undefined)
  return SECRET
}

export async function refreshQR() {
  Conn.set(await connection.call('refresh-qr'))
}

export const altDeviceLinking = {
  setPairingType: () => undefined,
  initializeAltDeviceLinking: async () => undefined,
  initializeQRLinking: async () => undefined,
  async startAltLinkingFlow(phone) {
    return (await connection.call('pairing-code', { phone })).code
  },
}
