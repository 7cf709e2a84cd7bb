import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const RELAY_PROCESS = fileURLToPath(new URL('relay-process.ts', import.meta.url))
/** The system takes a connection before the program does, or not at all. */
const CONNECTED_WITHIN_MS = 250
const IDLE_MAX = 8

/** Something in front of a server on loopback that can stop taking connections, as a network that swallows them. */
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

  /** From now on nobody gets a connection: the few that the system keeps for a program are taken by idle ones. */
  async stopAccepting(): Promise<void> {
    this.#process.kill('SIGSTOP')
    while (await this.#connects()) if (this.#idle.length > IDLE_MAX) throw new Error('the system takes more and more')
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
    // A busy computer may have come to it late.
    await setImmediate()
    return !socket.connecting
  }
}
