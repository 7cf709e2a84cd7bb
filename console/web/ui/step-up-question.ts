import { createQuestion } from './question.ts'

export const stepUp = createQuestion<'proof', boolean>()

let asking: Promise<boolean> | undefined

/** Requests that need a proof at the same time share one; false when the operator would rather not. */
export function prove(): Promise<boolean> {
  asking ??= stepUp.ask('proof').finally(() => (asking = undefined))
  return asking
}
