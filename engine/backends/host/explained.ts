import { EngineError } from '../../contract.ts'
import type { Sentence } from '#machine/sentence.ts'
import { say } from '../../sentences.ts'
import { StatusError } from '../../driver/faults.ts'

export type Hints = {
  /** The model names of the host, when the configured one is not among them. */
  readonly others: Sentence | undefined
  readonly keySetting: string
  readonly hasKey: boolean
}

/** Why the first question failed, with the likely cause. */
export function explained(error: unknown, { others, keySetting, hasKey }: Hints): unknown {
  if (!(error instanceof StatusError)) return error
  const { code, message, sentences = [] } = error
  if (others !== undefined) return new EngineError(code, [...sentences, others])
  if (!mayBeTheKey(error, hasKey) || message.includes(keySetting)) return error
  const hint = say(hasKey ? 'host.key-right' : 'host.wants-key', { setting: keySetting })
  return new EngineError(code, [...sentences, hint])
}

/** Some hosts fail with 5xx when a key is missing; with a key, a 5xx has another cause. */
const mayBeTheKey = ({ status }: StatusError, hasKey: boolean) =>
  status < 500 ? status >= 400 && status !== 429 : status === 500 && !hasKey
