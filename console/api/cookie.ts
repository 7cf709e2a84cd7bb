import type { FastifyReply } from 'fastify'
import type { ConsoleAddress } from '../address.ts'

export type SessionCookie = {
  readonly name: string
  /** Of one answer. */
  of(reply: FastifyReply): { set(token: string): void; clear(): void }
}

/**
 * The cookie that holds a session's token. It ends with the browser at the latest; the server ends it before. Under
 * https its name lets no other host and no page without https set it.
 */
export function cookieFor({ url }: ConsoleAddress): SessionCookie {
  const isHttps = url?.startsWith('https:') === true
  const name = isHttps ? '__Host-chasqui-console' : 'chasqui-console'
  const options = { httpOnly: true, sameSite: 'strict', secure: isHttps, path: '/' } as const
  return {
    name,
    of: (reply) => ({
      set: (token) => void reply.setCookie(name, token, options),
      clear: () => void reply.clearCookie(name, options),
    }),
  }
}
