import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const RELAY_PROCESS = fileURLToPath(new URL('relay-process.ts', import.meta.url))
/** The system accepts a connection within this time, before the program does, or not at all. */
const CONNECTED_WITHIN_MS = 250
const IDLE_MAX = 8

/** A relay in front of a server on loopback that can stop accepting connections, as a network that drops packets. */
export class Relay {
  readonly host = '127.0.0.2'
  readonly port: number
  readonly #process: ChildProcess
  #idle: net.Socket[] = []

  private constructor(process: ChildProcess, port: number) {
    this.#process = process
    this.port = port
  }

  static async open(targetPort: number): Promise<Relay> {
    const relay = spawn(process.execPath, [RELAY_PROCESS, `${targetPort}`], { stdio: ['ignore', 'pipe', 'inherit'] })
    process.once('exit', () => relay.kill('SIGKILL'))
    const [port] = (await once(relay.stdout, 'data')) as [Buffer]
    return new Relay(relay, Number(port))
  }

  /** From now on no connection succeeds: the few that the system queues for a program are filled with idle ones. */
  async stopAccepting(): Promise<void> {
    this.#process.kill('SIGSTOP')
    while (await this.#connects()) if (this.#idle.length > IDLE_MAX) throw new Error('the system accepts more and more')
  }

  accept(): void {
    for (const socket of this.#idle.splice(0)) socket.destroy()
    this.#process.kill('SIGCONT')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.accept()
    this.#process.kill('SIGKILL')
    await once(this.#process, 'exit')
  }

  async #connects(): Promise<boolean> {
    const socket = net.connect(this.port, this.host)
    this.#idle.push(socket.on('error', () => undefined))
    const late = AbortSignal.timeout(CONNECTED_WITHIN_MS)
    await once(socket, 'connect', { signal: late }).catch(() => undefined)
    // On a busy computer the event may come after the timeout.
    await setImmediate()
    return !socket.connecting
  }
}
