import { randomBytes } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { OutgoingFile } from '#core/contract/channel.ts'
import { fileToSendGone } from '../shared/file-errors.ts'

export type Form = {
  readonly fields: Readonly<Record<string, string>>
  readonly file: Pick<OutgoingFile, 'path' | 'name' | 'mime' | 'bytes'>
}

/** A form with one file, which is read from the disk as it is sent. */
export type OpenForm = {
  readonly headers: { readonly 'content-type': string; readonly 'content-length': number }
  content(): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** @throws {ChannelError} `media-gone`: the file no longer exists */
export async function openForm({ fields, file }: Form): Promise<OpenForm> {
  const handle = await opened(file.path)
  const boundary = `chasqui-${randomBytes(16).toString('hex')}`
  const part = (disposition: string, type = '') =>
    `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n${type}\r\n`
  const head = Object.entries(fields).map(([name, value]) => `${part(`name="${name}"`)}${value}\r\n`)
  const ofFile = part(`name="filedata"; filename="${plainName(file.name)}"`, `content-type: ${file.mime}\r\n`)
  const before = Buffer.from(head.join('') + ofFile)
  const after = Buffer.from(`\r\n--${boundary}--\r\n`)
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': before.length + file.bytes + after.length,
    },
    async *content() {
      yield before
      yield* handle.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Uint8Array>
      yield after
    },
    close: () => handle.close(),
  }
}

async function opened(path: string): Promise<FileHandle> {
  return await open(path).catch((cause: unknown) => {
    throw fileToSendGone(cause)
  })
}

/** Without what would end it in a header. */
const plainName = (name: string) => name.replace(/[\r\n"\\]/g, '_')
