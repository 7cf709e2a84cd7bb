import { EngineError } from '../../contract.ts'
import { StatusError } from '../../driver/faults.ts'

export type Hints = {
  /** The model names of the host, when the configured one is not among them. */
  readonly others: string | undefined
  readonly keySetting: string
  readonly hasKey: boolean
}

/** Why the first question failed, with the likely cause. */
export function explained(error: unknown, { others, keySetting, hasKey }: Hints): unknown {
  if (!(error instanceof StatusError)) return error
  const { code, message } = error
  if (others !== undefined) return new EngineError(code, `${message} ${others}`)
  if (!mayBeTheKey(error, hasKey) || message.includes(keySetting)) return error
  const hint = hasKey ? `Is ${keySetting} right?` : `If it wants a key, set ${keySetting}.`
  return new EngineError(code, `${message} ${hint}`)
}

/** Some hosts fail with 5xx when a key is missing; with a key, a 5xx has another cause. */
const mayBeTheKey = ({ status }: StatusError, hasKey: boolean) =>
  status < 500 ? status >= 400 && status !== 429 : status === 500 && !hasKey
