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

/** The path below which the console lies, with a slash at both ends. */
export function prefixOf({ url }: Pick<ConsoleAddress, 'url'>): string {
  const path = url === undefined ? '/' : new URL(url).pathname
  return path.endsWith('/') ? path : `${path}/`
}
