import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { jsonIn } from '#machine/json-in.ts'
import type { ModelFile } from './card.ts'
import { ModelError } from './model-error.ts'
import { say } from '../sentences.ts'
import type { Sentence } from '#machine/sentence.ts'

/**
 * Checks cheaply whether a file is as its card says: present, of that size, a readable GGUF, and with that sum. A sum
 * is computed once and cached in `memoryPath` while size and time of the file stay the same. Missing tensors are found
 * by llama-server, which then exits before it is ready.
 * @throws {ModelError} with the code `bad-file`
 */
export async function checkFile(
  file: ModelFile & { at: string },
  memoryPath: string,
  signal: AbortSignal,
): Promise<void> {
  const found = await stat(file.at).catch(() => undefined)
  if (!found?.isFile()) throw bad(say('file.missing', { path: file.at }))
  if (file.bytes !== undefined && found.size !== file.bytes)
    throw bad(say('file.size', { path: file.at, found: found.size, right: file.bytes }))
  await checkHeader(file.at)
  if (file.sha256 === undefined) return
  const sums = await readSums(memoryPath)
  const known = sums[file.at]
  const isKnown = known?.bytes === found.size && known.changedMs === found.mtimeMs
  const sha256 = isKnown ? known.sha256 : await sumOf(file.at, signal)
  if (sha256 !== file.sha256) throw bad(say('file.damaged', { path: file.at }))
  if (isKnown) return
  // A cache that cannot be written, as of a read-only image, costs one computation at each start.
  await remember(memoryPath, file.at, { bytes: found.size, changedMs: found.mtimeMs, sha256 }).catch(() => undefined)
}

type KnownSum = { bytes: number; changedMs: number; sha256: string }

const MAGIC = 'GGUF'
const VERSIONS = [2, 3]
const HEADER_BYTES = 8

async function checkHeader(path: string): Promise<void> {
  const handle = await open(path)
  try {
    const header = Buffer.alloc(HEADER_BYTES)
    const { bytesRead } = await handle.read(header, 0, HEADER_BYTES, 0)
    if (bytesRead < HEADER_BYTES || header.toString('latin1', 0, 4) !== MAGIC) throw bad(say('file.no-gguf', { path }))
    const version = header.readUInt32LE(4)
    if (!VERSIONS.includes(version)) throw bad(say('file.version', { path, version }))
  } finally {
    await handle.close()
  }
}

async function sumOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { signal })
  return hash.digest('hex')
}

async function readSums(path: string): Promise<Record<string, KnownSum>> {
  return (jsonIn(await readFile(path, 'utf8').catch(() => '')) ?? {}) as Record<string, KnownSum>
}

/** A race with another process costs one more computation, but never gives a wrong sum. */
async function remember(memoryPath: string, path: string, sum: KnownSum): Promise<void> {
  const sums = { ...(await readSums(memoryPath)), [path]: sum }
  await mkdir(dirname(memoryPath), { recursive: true })
  const draft = join(dirname(memoryPath), `.sums-${process.pid}-${Date.now()}`)
  await writeFile(draft, JSON.stringify(sums, null, 1))
  await rename(draft, memoryPath)
}

const bad = (fault: Sentence) => new ModelError('bad-file', [fault, say('file.install-again')])
