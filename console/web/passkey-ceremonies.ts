import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type { NewPasskey, PasskeyAnswer, PasskeyDraft, PasskeyQuestion } from '../api/forms/passkeys.ts'
import type { SessionForm } from '../api/forms/session.ts'
import { ApiError, change, read } from './api.ts'
import { text } from './texts/text.ts'

/** Asks the service, then the authenticator, and tells the service what it said. */
export async function answer(path: '/api/session/passkey' | '/api/prove/passkey'): Promise<SessionForm> {
  const question = await read<PasskeyQuestion>(path)
  const { id, response } = await told(startAuthentication({ optionsJSON: question }))
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  const said: PasskeyAnswer = { id, clientDataJSON, authenticatorData, signature, ...(userHandle && { userHandle }) }
  return change('POST', path, said)
}

export async function add(name: string): Promise<void> {
  const draft = await change<PasskeyDraft>('POST', '/api/me/passkeys/draft')
  const { id, response } = await told(startRegistration({ optionsJSON: draft }))
  const { clientDataJSON, attestationObject, transports = [] } = response
  const made: NewPasskey = { name, id, clientDataJSON, attestationObject, transports }
  await change('POST', '/api/me/passkeys', made)
}

/** What the operator ended, or let pass, is no failure. */
async function told<Said>(asking: Promise<Said>): Promise<Said> {
  try {
    return await asking
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : ''
    if (name === 'NotAllowedError' || name === 'AbortError') {
      throw new DOMException('The operator ended the request', 'AbortError')
    }
    if (name === 'InvalidStateError') throw new ApiError('passkey-known', text('passkeys.known'))
    throw new ApiError('passkey-failed', text('passkeys.failed'))
  }
}
