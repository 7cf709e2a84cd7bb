import type { FastifyRequest } from 'fastify'
import type { Logger } from '#machine/log.ts'
import { isFromHere, isPassedOn } from './from-here.ts'
import { addressList, networkOf, type Network } from './network.ts'
import { hostNameOf, LOOPBACK_NAMES } from './origins.ts'
import { englishOf, type Sentence } from '#machine/sentence.ts'
import { say } from './sentences.ts'

/** Who sends a request, as far as the connection shows. */
export type Client = {
  /** `undefined` where many visitors look like one, because the proxy in front does not say whom it speaks for. */
  readonly network: Network | undefined
  /** Sits at this computer, and does not speak for somebody else. */
  readonly isHere: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    client: Client
  }
}

export type ClientsOptions = {
  readonly publicUrl?: string | undefined
  readonly trustProxy?: string | undefined
  /** What the setting `trustProxy` is called in chasqui.yaml. */
  readonly trustSetting?: string
  readonly log: Logger
}

const isLoopback = addressList('loopback')
const isPrivate = addressList('10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7')

/** Finds out where requests come from, and what the operator should set where a proxy in front hides that. */
export class Clients {
  readonly isProxy: (address: string | undefined) => boolean
  readonly #options: ClientsOptions
  /** The address that people open, unless it is a name of localhost. */
  readonly #publicUrl: URL | undefined
  /** We speak no TLS: a request from an https page comes through a proxy, also where no header says so. */
  readonly #httpsUrl: URL | undefined
  /** A proxy on this computer sends no header of its own nor the name asked for: its requests look like the owner's. */
  #hasSilentProxy = false
  #advice: readonly Sentence[] | undefined

  constructor(options: ClientsOptions) {
    const { publicUrl, trustProxy } = options
    this.#options = options
    this.isProxy = trustProxy === undefined ? () => false : addressList(trustProxy)
    const url = new URL(publicUrl ?? 'http://localhost')
    this.#publicUrl = LOOPBACK_NAMES.includes(url.hostname) ? undefined : url
    this.#httpsUrl = url.protocol === 'https:' ? this.#publicUrl : undefined
  }

  /** For the operator: what is wrong with the proxy in front, with the setting that fixes it. */
  get advice(): readonly Sentence[] | undefined {
    return this.#advice
  }

  of(request: Pick<FastifyRequest, 'headers' | 'socket' | 'ip' | 'ips'>): Client {
    const { headers, socket, ip, ips = [] } = request
    const { remoteAddress = '', localAddress } = socket
    const isProxy = this.isProxy(remoteAddress)
    const isLocal = isLoopback(remoteAddress) || remoteAddress === localAddress
    const isPassed =
      isPassedOn(headers) || this.#isUnderProxysName(request, isLocal) || (isLocal && this.#isBySilentProxy(headers))
    const isBelieved = ips.length > 1
    if (!isPassed || isBelieved) return { network: networkOf(ip), isHere: !isPassed && isFromHere(request) }
    const isHidden = isProxy || isLocal
    if (isHidden || isPrivate(remoteAddress)) this.#advise({ headers, remoteAddress, isProxy, isLocal })
    return { network: isHidden ? undefined : networkOf(ip), isHere: false }
  }

  /** Under the public name: of an https page, or asked from here with a port that is not ours. */
  #isUnderProxysName({ headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>, isLocal: boolean): boolean {
    const { host = '' } = headers
    if (this.#publicUrl === undefined || hostNameOf(host) !== this.#publicUrl.hostname) return false
    const port = /:(\d+)$/.exec(host)?.[1] ?? '80'
    return this.#httpsUrl !== undefined || (isLocal && Number(port) !== socket.localPort)
  }

  #isBySilentProxy({ origin }: FastifyRequest['headers']): boolean {
    if (this.#httpsUrl !== undefined && origin === this.#httpsUrl.origin) this.#hasSilentProxy = true
    return this.#hasSilentProxy
  }

  #advise(seen: Seen): void {
    if (this.#advice !== undefined) return
    this.#advice = adviceFor(seen, this.#options.trustSetting ?? 'server.trustProxy')
    this.#options.log.warn(englishOf(this.#advice))
  }
}

type Seen = {
  readonly headers: FastifyRequest['headers']
  readonly remoteAddress: string
  readonly isProxy: boolean
  readonly isLocal: boolean
}

function adviceFor({ headers, remoteAddress, isProxy, isLocal }: Seen, setting: string): readonly Sentence[] {
  const address = remoteAddress.replace(/^::ffff:/, '')
  if (isProxy) return [say('proxy.silent', { address })]
  const found = isLocal ? say('proxy.unnamed-here', { setting }) : say('proxy.unnamed', { address, setting })
  const isSilent = headers['x-forwarded-for'] === undefined
  const value = isLoopback(address) ? 'loopback' : address
  return [found, say(isSilent ? 'proxy.name-it-and-send' : 'proxy.name-it', { setting, value })]
}
