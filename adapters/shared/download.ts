import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { ChannelError } from '#core/contract/channel.ts'
import { systemClock } from '#machine/clock.ts'
import { DeadlineError, withDeadline } from '#machine/deadline.ts'
import { proxiedAgent, proxiesIn } from '#machine/proxy.mjs'
import { wholeBody } from '#machine/whole-body.ts'
import { say } from '../sentences.ts'
import { fileTooLarge } from './file-errors.ts'
import { isPrivateAddress, PrivateAddressError, publicLookup } from './public-address.ts'

export type DownloadOptions = {
  readonly bytesMax: number
  /** For the whole download. */
  readonly timeoutMs?: number
  /** The longest time without a byte, from the connection on. */
  readonly stallMs?: number
  readonly headers?: Readonly<Record<string, string>>
  /**
   * For an address that a platform's message names: one that leads into a private network is not opened. A proxy looks
   * up names itself; there only literal addresses are checked.
   */
  readonly publicOnly?: boolean
}

const TIMEOUT_MS = 60_000
const STALL_MS = 10_000

/**
 * The bytes behind an http(s) address, cut off beyond `bytesMax`. A redirect is not followed: nobody has checked where
 * it leads. Errors are `ChannelError`s without the address, which may hold a token: `media-too-large`, `media-gone`,
 * `refused` (an address we do not open) and `unreachable` (try again).
 */
export async function downloadBounded(url: URL, options: DownloadOptions, signal: AbortSignal): Promise<Uint8Array> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ChannelError('refused', say('file.odd-address', { protocol: url.protocol }))
  }
  if (options.publicOnly === true && isPrivateLiteral(url.hostname)) throw privateAddress()
  try {
    // Sockets run on real time, also in tests with a manual clock.
    const limit = { limitMs: options.timeoutMs ?? TIMEOUT_MS, clock: systemClock }
    return await withDeadline(limit, (inner) => read(url, options, inner), signal)
  } catch (error) {
    if (error instanceof ChannelError) throw error
    if (error instanceof PrivateAddressError) throw privateAddress()
    signal.throwIfAborted()
    throw new ChannelError('unreachable', say('file.broke-off', { reason: reasonOf(error) }))
  }
}

async function read(url: URL, options: DownloadOptions, signal: AbortSignal): Promise<Uint8Array> {
  const response = await request(url, options, signal)
  try {
    checkStatus(response.statusCode ?? 0)
    const stated = Number(response.headers['content-length'] ?? 0)
    if (stated > options.bytesMax) throw fileTooLarge(options.bytesMax)
    return await wholeBody(response, options.bytesMax)
  } catch (error) {
    throw error instanceof RangeError ? fileTooLarge(options.bytesMax) : error
  } finally {
    response.destroy()
  }
}

function request(url: URL, options: DownloadOptions, signal: AbortSignal): Promise<http.IncomingMessage> {
  const { get } = url.protocol === 'https:' ? https : http
  const { headers = {}, stallMs = STALL_MS } = options
  return new Promise((resolve, reject) => {
    const agent = proxiedAgent(url.protocol)
    const own = options.publicOnly === true && !isProxied(url.protocol) ? { lookup: publicLookup } : {}
    const sent = get(url, { headers, signal, agent, timeout: stallMs, ...own }, (response) => {
      open = response
      resolve(response)
    })
    let open: http.ClientRequest | http.IncomingMessage = sent
    sent.on('timeout', () => open.destroy(new DeadlineError(`not a byte for ${stallMs} ms`)))
    sent.on('error', reject)
    // A request ignores its signal while a proxy's tunnel is being built for it.
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}

const isProxied = (protocol: string) =>
  proxiesIn().some(({ name, isUsable }) => isUsable && name.toLowerCase() === `${protocol.replace(':', '')}_proxy`)

function isPrivateLiteral(hostname: string): boolean {
  const plain = hostname.replace(/^\[|\]$/g, '')
  return isIP(plain) !== 0 && isPrivateAddress(plain)
}

function privateAddress(): ChannelError {
  return new ChannelError('refused', say('file.private-address'))
}

function checkStatus(status: number): void {
  if (status === 200) return
  const isTransient = status === 429 || status >= 500
  if (isTransient) throw new ChannelError('unreachable', say('file.server-error', { status: String(status) }))
  throw new ChannelError('media-gone', say('file.server-gone', { status: String(status) }))
}

function reasonOf(error: unknown): string {
  if (error instanceof DeadlineError) return error.message
  return error instanceof Error && 'code' in error ? String(error.code) : 'connection lost'
}
