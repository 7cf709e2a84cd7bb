import type { FastifyInstance } from 'fastify'
import type { Logger } from '#machine/log.ts'
import type { Clients } from './clients.ts'
import type { Connections } from './connections.ts'
import { hostChecker, type Address } from './origins.ts'
import { WebError } from './web-error.ts'

const NAME_LENGTH_MAX = 100
/** A scanner uses many names; no more than this many are logged. */
const NAMES_LOGGED_MAX = 50

export type GuardDeps = {
  readonly address: Address
  readonly clients: Clients
  readonly connections: Connections
  /** What the environment calls the address that people open. */
  readonly urlSetting?: string
  readonly log: Logger
}

export const STRICT_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** Applied to every request, whatever it asks for: strict headers, a name of ours, a share of the connections. */
export function guardEveryRequest(fastify: FastifyInstance, deps: GuardDeps): void {
  const { address, clients, connections, urlSetting = 'CHASQUI_PUBLIC_URL', log } = deps
  const isOurs = hostChecker(address)
  const logged = new Set<string>()
  fastify.decorateRequest('client')
  fastify.addHook('onRequest', async (request, reply) => {
    request.client = clients.of(request)
    reply.headers(STRICT_HEADERS)
    if (isOurs(request.headers.host)) return connections.take(request, reply)
    const name = readable(request.headers.host)
    const refusal = hostRefused(name, address.publicUrl, urlSetting)
    if (!logged.has(name) && logged.size < NAMES_LOGGED_MAX) log.warn({ host: name }, refusal.message)
    if (logged.size < NAMES_LOGGED_MAX) logged.add(name)
    throw refusal
  })
}

/** The name as it came, without characters that could pass for text of ours. */
const readable = (host = '') => host.slice(0, NAME_LENGTH_MAX).replace(/[^\w.:[\]-]/g, '?')

function hostRefused(name: string, publicUrl: string | undefined, urlSetting: string): WebError {
  const pass = 'A proxy in front must pass on the Host header as it came (nginx: proxy_set_header Host $host;).'
  const fix =
    publicUrl === undefined
      ? `Open it as localhost, or set ${urlSetting} to the address that people open.`
      : `Open ${publicUrl}. ${pass}`
  return new WebError('host-refused', `This service does not answer under the name "${name}". ${fix}`)
}
