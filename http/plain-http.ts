import type { IncomingHttpHeaders } from 'node:http'
import { isPassedOn } from './from-here.ts'
import { hostNameOf, LOOPBACK_NAMES } from './origins.ts'
import { WebError } from './web-error.ts'

/** Over plain http a browser does not keep the cookie of an https page, so nobody could write: it is refused. */
export function refusePlainHttp(headers: IncomingHttpHeaders, publicUrl: string | undefined): void {
  if (publicUrl?.startsWith('https:') !== true || !isPlain(headers, new URL(publicUrl))) return
  const { href } = new URL('/', publicUrl)
  throw new WebError('https-needed', `This chat works over an encrypted connection only. Open ${href}`, { link: href })
}

/** As far as a request shows; in doubt it counts as https. */
function isPlain(headers: IncomingHttpHeaders, { hostname, port }: URL): boolean {
  // Browsers send this only over https and to localhost, so it outweighs what proxies in between say.
  if (headers['sec-fetch-mode'] !== undefined) return false
  const stated = headers['x-forwarded-proto'] ?? /proto="?(\w+)/i.exec(headers.forwarded ?? '')?.[1]
  if (stated !== undefined) return /^\s*http\s*(?:,|$)/i.test(String(stated))
  const name = hostNameOf(headers.host) ?? ''
  // On localhost a browser keeps the cookie all the same.
  if (LOOPBACK_NAMES.includes(name)) return false
  // We speak no https: under another name or port than the public one, no proxy did either.
  const asked = /:(\d+)$/.exec(headers.host ?? '')?.[1]
  const isPublic = name === hostname && (asked === undefined || asked === (port || '443'))
  if (!isPublic && !isPassedOn(headers)) return true
  // Only browsers send this: over https the header above would have come with it.
  return headers['upgrade-insecure-requests'] === '1'
}
