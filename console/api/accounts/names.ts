import { ConsoleError } from '../console-error.ts'
import { say } from '../sentences.ts'

const CHARACTERS_MAX = 64
/** Letters and digits of any script, and what stands between them; nothing invisible, nothing that turns the text around. */
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._@+-]| (?! ))*$/u

/** As it is kept: two people cannot have names that are typed alike. */
export const normalName = (typed: string) => typed.normalize('NFKC').trim().toLowerCase()

/** Of a new account. @throws {ConsoleError} */
export function newName(typed: string): string {
  const name = normalName(typed)
  if (NAME.test(name) && Array.from(name).length <= CHARACTERS_MAX) return name
  throw new ConsoleError('bad-request', say('name.form', { max: CHARACTERS_MAX }))
}
