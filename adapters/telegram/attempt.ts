import type http from 'node:http'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

type SharedAgent = http.Agent & { addRequest(request: http.ClientRequest, options: object): void }

/**
 * One call on its way, by the connections of an agent that all calls share. Nothing of a request leaves this computer
 * before its connection stands, with its proxy's tunnel and its encryption: as long as it never did, the call was
 * certainly not made, whatever ended it.
 */
export class Attempt {
  /** For this call alone. */
  readonly agent: http.Agent
  #wasConnected = false

  constructor(shared: http.Agent) {
    const addRequest = (request: http.ClientRequest, options: object) => {
      request.once('socket', (socket) => this.#watch(socket))
      const agent = shared as SharedAgent
      agent.addRequest(request, options)
    }
    // What Node's client asks of an agent: to be one, and `addRequest`.
    this.agent = Object.create(shared, { addRequest: { value: addRequest } }) as http.Agent
  }

  get wasConnected(): boolean {
    return this.#wasConnected
  }

  #watch(socket: Socket): void {
    const connected = () => {
      this.#wasConnected = true
    }
    if (!socket.connecting) return connected()
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', connected)
  }
}
