import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'

/** A relay to the page's port that can stop passing on open streams without closing them; all else passes. */
export class SilentRelay {
  readonly url: string
  readonly #server: net.Server
  readonly #ends: Set<Socket>
  readonly #streams: Set<Socket>

  private constructor(server: net.Server, ends: Set<Socket>, streams: Set<Socket>) {
    this.#server = server
    this.#ends = ends
    this.#streams = streams
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  static async to(port: number): Promise<SilentRelay> {
    const ends = new Set<Socket>()
    const streams = new Set<Socket>()
    const server = net.createServer((near) => {
      const far = net.connect(port, '127.0.0.1')
      near.on('data', (bytes) => bytes.includes('GET /api/events') && streams.add(far))
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        ends.add(from)
        from.on('error', () => to.destroy())
        from.on('close', () => {
          ends.delete(from)
          to.destroy()
        })
        from.pipe(to)
      }
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new SilentRelay(server, ends, streams)
  }

  /** From now on nothing arrives of the streams that are open; they stay open. */
  silence(): void {
    for (const stream of this.#streams) stream.unpipe().pause()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#ends) end.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
