import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Clients } from '#http/clients.ts'
import type { Connections } from '#http/connections.ts'
import { hostNameOf } from '#http/origins.ts'
import { guardEveryRequest } from '#http/request-guard.ts'
import type { Logger } from '#machine/log.ts'
import type { ConsoleAddress } from '../address.ts'
import { bearerOf } from './bearer.ts'
import { ConsoleError } from './console-error.ts'
import { say } from './sentences.ts'

type Guarding = {
  readonly address: ConsoleAddress
  readonly clients: Clients
  readonly connections: Connections
  readonly log: Logger
}

/**
 * What holds for every request, whatever it asks for: strict headers, a name of ours (against DNS rebinding), no other
 * site, and for changes the origin of our own pages.
 */
export function guardConsole(fastify: FastifyInstance, { address, clients, connections, log }: Guarding): void {
  const { host, url } = address
  const urlSetting = 'CHASQUI_CONSOLE_URL'
  guardEveryRequest(fastify, { address: { host, publicUrl: url }, clients, connections, urlSetting, log })
  const originsFor = ownOrigins(url)
  fastify.addHook('onRequest', async (request) => {
    refuseOtherSites(request)
    if (request.method !== 'GET' && request.method !== 'HEAD') requireOwnOrigin(request, originsFor)
  })
}

/**
 * Pages on other ports and other names of this computer are `same-site`: their requests carry our cookies, so they are
 * refused as those of strangers are. A link in a mail may open the document, which comes without cookies and shows nothing.
 */
function refuseOtherSites({ headers, method, is404: isPage }: FastifyRequest): void {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return
  const isVisit = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  // Pages have no routes. By its text an address may look like none and lead to one all the same: `/%61pi/`.
  if (site === 'cross-site' && isVisit && method === 'GET' && isPage) return
  throw new ConsoleError('origin-refused', say('origin.type-address'))
}

type OriginsFor = (host: string | undefined) => readonly string[]

/** Under https only the https page is ours: whoever can change what http carries could make one up. */
function ownOrigins(url: string | undefined): OriginsFor {
  const given = url === undefined ? undefined : new URL(url)
  return (host) => {
    const plain = `http://${host?.toLowerCase()}`
    if (given === undefined) return [plain]
    if (given.protocol === 'https:' && hostNameOf(host) === given.hostname) return [given.origin]
    return [plain, given.origin]
  }
}

/** Where a browser leaves `Origin` out, `Sec-Fetch-Site` says so; programs name it themselves. */
function requireOwnOrigin({ headers }: FastifyRequest, originsFor: OriginsFor): void {
  const { origin, host } = headers
  if (origin === undefined && headers['sec-fetch-site'] === 'same-origin') return
  // Programs with a token of their own have no cookie that a page could misuse.
  if (origin === undefined && bearerOf(headers) !== undefined) return
  const own = originsFor(host)
  if (origin !== undefined && own.includes(origin.toLowerCase())) return
  throw new ConsoleError(
    'origin-refused',
    `Changes are taken from the console's own pages only: send the header "Origin: ${own.at(-1)}". Behind a proxy, set ` +
      'CHASQUI_CONSOLE_URL to the address that operators open.',
  )
}
