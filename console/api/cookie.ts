import type { FastifyReply } from 'fastify'
import type { ConsoleAddress } from '../address.ts'
import { CHALLENGE_MS_MAX } from './accounts/challenges.ts'

export type SessionCookie = {
  readonly name: string
  /** Of one answer. */
  of(reply: FastifyReply): KeptCookie
}

export type KeptCookie = { set(token: string): void; clear(): void }

/**
 * The cookie that holds a session's token. It ends with the browser at the latest; the server ends it before. Under
 * https its name lets no other host and no page without https set it.
 */
export const cookieFor = (address: ConsoleAddress) => cookieNamed('chasqui-console', address)

/** The challenge that a passkey is to sign, as the server sealed it for this browser. */
export const challengeCookieFor = (address: ConsoleAddress) =>
  cookieNamed('chasqui-passkey', address, { maxAge: CHALLENGE_MS_MAX / 1_000 })

function cookieNamed(plainName: string, { url }: ConsoleAddress, kept: { maxAge?: number } = {}): SessionCookie {
  const isHttps = url?.startsWith('https:') === true
  const name = isHttps ? `__Host-${plainName}` : plainName
  const options = { httpOnly: true, sameSite: 'strict', secure: isHttps, path: '/' } as const
  return {
    name,
    of: (reply) => ({
      set: (token) => void reply.setCookie(name, token, { ...options, ...kept }),
      clear: () => void reply.clearCookie(name, options),
    }),
  }
}
