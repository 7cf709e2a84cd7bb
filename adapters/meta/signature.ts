import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

const SIGNATURE = /^sha256=([0-9a-f]{64})$/

/** What `X-Hub-Signature-256` holds, if it has the right form at all. */
export function signatureIn(header: string | string[] | undefined): Buffer | undefined {
  const hex = typeof header === 'string' ? SIGNATURE.exec(header)?.[1] : undefined
  return hex === undefined ? undefined : Buffer.from(hex, 'hex')
}

/** Whether who signed these bytes knows the app's secret. */
export function isSigned(bytes: Buffer, signature: Buffer, appSecret: string): boolean {
  return timingSafeEqual(createHmac('sha256', appSecret).update(bytes).digest(), signature)
}

/** In a time that says nothing about where they differ. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected))
}

const digest = (text: string) => createHash('sha256').update(text).digest()
