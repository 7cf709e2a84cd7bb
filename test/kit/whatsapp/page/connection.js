import { Emitter } from './emitter.js'

/** The socket to the server: what the page says is answered, what the server says by itself is told as `push`. */
class Connection extends Emitter {
  #socket
  #calls = new Map()
  #last = 0
  #pushes = 0

  open() {
    const socket = new WebSocket(`wss://${location.host}/ws`)
    this.#socket = socket
    this.#pushes = 0
    socket.addEventListener('open', () => this.trigger('open'))
    socket.addEventListener('message', ({ data }) => this.#heard(JSON.parse(data)))
    socket.addEventListener('close', () => {
      const calls = [...this.#calls.values()]
      this.#calls.clear()
      for (const { reject } of calls) reject(new SocketClosed())
      this.trigger('close')
    })
  }

  close() {
    this.#socket.close()
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  async call(op, fields = {}) {
    if (!this.isOpen) throw new SocketClosed()
    const n = (this.#last += 1)
    const answered = new Promise((resolve, reject) => this.#calls.set(n, { resolve, reject }))
    this.#socket.send(JSON.stringify({ n, op, ...fields }))
    return await answered
  }

  #heard({ re, error, ...rest }) {
    if (re === undefined) return this.trigger('push', rest, (this.#pushes += 1))
    const call = this.#calls.get(re)
    this.#calls.delete(re)
    if (error === undefined) call?.resolve(rest)
    else call?.reject(new Error(error))
  }
}

export class SocketClosed extends Error {
  constructor() {
    super('the socket is closed')
  }
}

export const connection = new Connection()
