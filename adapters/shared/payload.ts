/**
 * A platform's payload for the envelope of its events, without the fields that are as good as a password; nothing where
 * it is nested too deeply for JSON.
 */
export function payloadOf(raw: unknown, isSecret: (field: string) => boolean = () => false): { raw?: Uint8Array } {
  try {
    const text = JSON.stringify(raw, (field, value: unknown) => (isSecret(field) ? undefined : value))
    return { raw: new TextEncoder().encode(text) }
  } catch {
    return {}
  }
}
