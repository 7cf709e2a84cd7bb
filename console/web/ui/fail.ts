import { ApiError } from '../api.ts'
import { language } from '../texts/language.ts'
import { errors } from '../texts/en/errors.ts'
import { told } from '../texts/told.ts'
import { text } from '../texts/text.ts'
import { notify } from './notify.ts'

/** Says what failed and what to do, until it is closed. */
export function showError(error: unknown): void {
  const message = errorText(error)
  if (message !== undefined) notify({ id: message, message, color: 'red' })
}

/** Undefined for what the operator ended themselves. */
export function errorText(error: unknown): string | undefined {
  if (error instanceof DOMException && error.name === 'AbortError') return undefined
  if (!(error instanceof ApiError)) return text('error.internal')
  if (language() === 'en') return error.message
  const said = told(error.sentences)
  if (said !== undefined) return said
  // The service's own sentence says more than its code, but in English.
  const known = `error.${error.code}`
  if (!isKnown(known)) return error.message
  return SAYS_MORE.has(error.code) ? `${text(known)} (${error.message})` : text(known)
}

/** What was wrong stands in the service's own sentence alone. */
const SAYS_MORE: ReadonlySet<string> = new Set(['bad-request', 'conflict'])

const isKnown = (key: string): key is keyof typeof errors => Object.hasOwn(errors, key)
