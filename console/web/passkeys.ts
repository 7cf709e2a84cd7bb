import type { SessionForm } from '../api/forms/session.ts'
import { patient } from './patient.ts'

/** Whether this page may use passkeys: the browser has them, and it is at the address that they are made for. */
export const arePasskeysHere = ({ passkeyOrigin }: Pick<SessionForm, 'passkeyOrigin'>) =>
  passkeyOrigin === location.origin && 'PublicKeyCredential' in globalThis

const ceremonies = patient(() => import('./passkey-ceremonies.ts'))

/** Rejects with an `AbortError` where the operator would rather not. */
export const signInByPasskey = async (): Promise<SessionForm> => (await ceremonies()).answer('/api/session/passkey')
export const proveByPasskey = async (): Promise<SessionForm> => (await ceremonies()).answer('/api/prove/passkey')
export const addPasskey = async (name: string): Promise<void> => (await ceremonies()).add(name)
