import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { llamaServer, skipReason } from '../model/tiny-scout.ts'

export { skipReason }

const MODEL = path.resolve(import.meta.dirname, '../../engine/models/tiny-scout/tiny-scout.gguf')
const LISTENS = /listening on (http:\/\/127\.0\.0\.1:\d+)/

/** The tokenizer of a model by itself, as the engine's own server uses it on what it is sent. */
export class Tokenizer {
  readonly url: string
  readonly #server: ChildProcess

  private constructor(url: string, server: ChildProcess) {
    this.url = url
    this.#server = server
  }

  static async open(model = MODEL): Promise<Tokenizer> {
    if ('missing' in llamaServer) throw new Error(llamaServer.missing)
    const args = ['-m', model, '--host', '127.0.0.1', '--port', '0', '-c', '256', '-np', '1', '-t', '1', '--no-webui']
    const server = spawn(llamaServer.path, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    const url = await new Promise<string>((resolve, reject) => {
      let said = ''
      server.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        said += chunk
        const found = LISTENS.exec(said)?.[1]
        if (found !== undefined) resolve(found)
      })
      server.once('exit', () => reject(new Error(`llama-server ended: ${said.slice(-500)}`)))
    })
    return new Tokenizer(url, server)
  }

  /** What a text becomes when control tokens in it are read as such, as a server does with a whole prompt. */
  tokens(text: string): Promise<number[]> {
    return this.#ask(text, true)
  }

  /** What it becomes when every letter is only a letter. */
  letters(text: string): Promise<number[]> {
    return this.#ask(text, false)
  }

  async close(): Promise<void> {
    const gone = once(this.#server, 'exit')
    this.#server.kill('SIGKILL')
    await gone
  }

  async #ask(content: string, parse_special: boolean): Promise<number[]> {
    const body = JSON.stringify({ content, add_special: false, parse_special })
    const response = await fetch(`${this.url}/tokenize`, { method: 'POST', body })
    return ((await response.json()) as { tokens: number[] }).tokens
  }
}
