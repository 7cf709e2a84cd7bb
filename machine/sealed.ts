import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** `of`: which value it is, so that one that is moved to another's place cannot be read. */
export type Sealing = { readonly secret: Buffer; readonly of: string }

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** A secret for one purpose, from the data folder's. */
export const secretFor = (key: Buffer, purpose: string) => createHmac('sha256', key).update(purpose).digest()

/** Encrypts a text so that no other one can take its place. */
export function sealed(value: string, { secret, of }: Sealing): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, secret, nonce).setAAD(Buffer.from(of))
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text])
}

/** Undefined for what was written under another secret, for something else, or by somebody else. */
export function opened(value: Buffer, { secret, of }: Sealing): string | undefined {
  const tagEnd = NONCE_BYTES + TAG_BYTES
  if (value.length < tagEnd) return undefined
  const decipher = createDecipheriv(CIPHER, secret, value.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(of))
  decipher.setAuthTag(value.subarray(NONCE_BYTES, tagEnd))
  try {
    return Buffer.concat([decipher.update(value.subarray(tagEnd)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
