import { buffer } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'

/** The files in a zip by their names, unpacked and checked. */
export async function unzipped(zip: Uint8Array): Promise<Map<string, Buffer>> {
  const opened = await fromBufferPromise(Buffer.from(zip))
  const files = new Map<string, Buffer>()
  for await (const entry of opened.eachEntry()) {
    files.set(entry.fileName, await buffer(await opened.openReadStreamPromise(entry)))
  }
  return files
}

export type ExportedJson = {
  readonly version: number
  readonly part: number
  readonly exportedAt: string
  readonly identities: readonly Record<string, unknown>[]
  readonly memory: object
  readonly memories: readonly Record<string, unknown>[]
  readonly conversations: readonly {
    readonly platform: string
    readonly kind: string
    readonly said: readonly Record<string, unknown>[]
  }[]
}

/** The JSON documents in it, by their number. */
export async function recordsIn(...zips: readonly Uint8Array[]): Promise<ExportedJson[]> {
  const files = await Promise.all(zips.map(unzipped))
  const documents = files.flatMap((inZip) => [...inZip].filter(([name]) => name.endsWith('.json')))
  return documents
    .map(([, bytes]) => JSON.parse(bytes.toString('utf8')) as ExportedJson)
    .toSorted((one, other) => one.part - other.part)
}
