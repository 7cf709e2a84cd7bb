/** Who has one of these can read a file or answer in the bot's name: they are not stored. */
const SECRET_KEYS = new Set(['token', 'url', 'proxy_url'])

/** The packet for the envelope, without secrets; nothing where it is nested too deeply for JSON. */
export function payloadOf(packet: unknown): { raw?: Uint8Array } {
  try {
    const text = JSON.stringify(packet, (key, value: unknown) => (SECRET_KEYS.has(key) ? undefined : value))
    return { raw: new TextEncoder().encode(text) }
  } catch {
    return {}
  }
}
