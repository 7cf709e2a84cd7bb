import type { Readable } from 'node:stream'
import { z } from 'zod'

/** What a route answers in place of JSON: a file that the browser saves, written as fast as it is taken. */
export class Download {
  readonly name: string
  readonly mime: 'application/x-ndjson; charset=utf-8' | 'application/zip'
  readonly content: Readable
  /** Where it is known before. */
  readonly bytes: number | undefined
  /** All of it has left. */
  readonly onSent: (() => void) | undefined
  constructor(of: Pick<Download, 'name' | 'mime' | 'content'> & Partial<Pick<Download, 'bytes' | 'onSent'>>) {
    this.name = of.name
    this.mime = of.mime
    this.content = of.content
    this.bytes = of.bytes
    this.onSent = of.onSent
  }
}

/** The `answer` of such a route. */
export const downloadAnswer = z.instanceof(Download)
