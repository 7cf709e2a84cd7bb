import { EngineError } from '../../contract.ts'
import { StatusError } from '../../driver/faults.ts'

export type Hints = {
  /** Which names the host has, when ours is none of them. */
  readonly others: string | undefined
  readonly keySetting: string
  readonly hasKey: boolean
}

/** Why a first question was not answered, with what may be behind it. */
export function explained(error: unknown, { others, keySetting, hasKey }: Hints): unknown {
  if (!(error instanceof StatusError)) return error
  const { code, message } = error
  if (others !== undefined) return new EngineError(code, `${message} ${others}`)
  if (!mayBeTheKey(error, hasKey) || message.includes(keySetting)) return error
  const hint = hasKey ? `Is ${keySetting} right?` : `If it wants a key, set ${keySetting}.`
  return new EngineError(code, `${message} ${hint}`)
}

/** Without a key some fail altogether; with one, a failure is a failure. */
const mayBeTheKey = ({ status }: StatusError, hasKey: boolean) =>
  status < 500 ? status >= 400 && status !== 429 : status === 500 && !hasKey
