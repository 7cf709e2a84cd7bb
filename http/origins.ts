import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { WebError } from './web-error.ts'

const HOST_HEADER = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i
export const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

export type Address = { readonly host: string; readonly publicUrl?: string | undefined }

/**
 * Says whether a Host header names this service. A foreign page whose name was re-pointed to this computer (DNS
 * rebinding) still sends its own name. A literal address cannot be re-pointed, so with a listener on all addresses
 * every literal is taken. The port is not compared: forwarders change it.
 */
export function hostChecker({ host, publicUrl }: Address): (header: string | undefined) => boolean {
  const names = new Set([...LOOPBACK_NAMES, bracketed(host.toLowerCase())])
  if (publicUrl !== undefined) names.add(new URL(publicUrl).hostname)
  const everywhere = host === '0.0.0.0' || host === '::'
  return (header) => {
    const name = hostNameOf(header)
    if (name === undefined) return false
    return names.has(name) || (everywhere && isIP(name.replace(/^\[|\]$/g, '')) !== 0)
  }
}

/** Without the port; `undefined` for what is no Host header. */
export const hostNameOf = (header: string | undefined) => HOST_HEADER.exec(header ?? '')?.[1]?.toLowerCase()

const bracketed = (host: string) => (isIP(host) === 6 ? `[${host}]` : host)

/**
 * A request that changes something comes from our own page: `Origin` is ours, or, where a browser leaves it out,
 * `Sec-Fetch-Site` says so. Programs name the origin themselves (`curl -H 'Origin: http://localhost:3000'`).
 */
export function requireSameOrigin(headers: IncomingHttpHeaders, publicUrl: string | undefined): void {
  if (headers.origin === undefined && headers['sec-fetch-site'] === 'same-origin') return
  const own = [`http://${headers.host?.toLowerCase()}`]
  if (publicUrl !== undefined) own.push(new URL(publicUrl).origin)
  if (headers.origin !== undefined && own.includes(headers.origin.toLowerCase())) return
  throw new WebError(
    'origin-refused',
    `Messages are taken from this service's own page only: send the header "Origin: ${own.at(-1)}". ` +
      'Behind a proxy, set CHASQUI_PUBLIC_URL to the address that people open.',
  )
}

/** Other sites may not read here, not even a page on another port of this computer. */
export function refuseOtherSites(headers: IncomingHttpHeaders): void {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return
  throw new WebError('origin-refused', 'This address answers its own page only.')
}
