import type { ReactNode } from 'react'
import { createQuestion } from './question.ts'

export type Confirmation = {
  readonly title: string
  readonly body: ReactNode
  /** Typed in by the operator before it can be done. */
  readonly word?: string
  /** On the button that does it. */
  readonly action: string
}

export const confirmation = createQuestion<Confirmation, boolean>()

/** Whether the operator means it. */
export const confirm = confirmation.ask
