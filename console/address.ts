import type { IncomingMessage, ServerResponse } from 'node:http'

export type ConsoleAddress = {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** The address that operators open, where it is another than `http://localhost:port`; its path is a prefix. */
  readonly url?: string | undefined
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustProxy?: string | undefined
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void
export type ConsoleServer = {
  readonly answer: Answer
  /** Sessions may have ended in the database: what is open for them ends. */
  checkEnds(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
