import { createHash } from 'node:crypto'

const COUNT = 10
/** 80 bits each: too many to try out, also for somebody who has the hashes. */
const LENGTH = 16
/** Crockford's: without letters that look like digits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** `abcd-efgh-jkmn-pqrs`, each good once in place of a code of the app. */
export const newRecoveryCodes = (randomBytes: (count: number) => Buffer): string[] =>
  Array.from({ length: COUNT }, () => {
    const letters = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
    return letters.replace(/(.{4})(?=.)/g, '$1-')
  })

/** Of a code as somebody typed it: in any case, with or without its dashes. Undefined for what is none. */
export function recoveryHash(typed: string): string | undefined {
  const code = typed.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1')
  return code.length === LENGTH ? createHash('sha256').update(code).digest('hex') : undefined
}
