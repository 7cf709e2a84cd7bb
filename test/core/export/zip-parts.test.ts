import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ZipParts, type ZipEntry } from '#core/export/zip-parts.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { unzipped } from '../../kit/zip.ts'

const never = new AbortController().signal
const BYTES_MAX = 4_000_000

async function partsIn(folder: string) {
  let count = 0
  return new ZipParts({ bytesMax: BYTES_MAX, newPath: () => path.join(folder, `${++count}.zip`) })
}

function entry(name: string, bytes: Uint8Array, more: Partial<ZipEntry> = {}): ZipEntry {
  const content = (async function* () {
    for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000)
  })()
  return { name, at: new Date('2026-11-28'), isText: true, bytesMax: bytes.length, content, ...more }
}

const whole = async (folder: string) => {
  const files = (await readdir(folder)).toSorted()
  return Promise.all(files.map(async (name) => await readFile(path.join(folder, name))))
}

test('what does not get smaller fills file after file, none of them larger than it may be', async () => {
  const folder = await temporaryFolder()
  const parts = await partsIn(folder)
  const contents = Array.from({ length: 9 }, () => randomBytes(900_000))
  for (const [index, bytes] of contents.entries()) await parts.add(entry(`${index}`, bytes), never)
  const written = await parts.end()
  expect(written.map(({ bytes }) => bytes <= BYTES_MAX)).toEqual([true, true, true])
  const files = new Map((await Promise.all((await whole(folder)).map(unzipped))).flatMap((inZip) => [...inZip]))
  for (const [index, bytes] of contents.entries()) expect(Buffer.compare(files.get(`${index}`)!, bytes)).toBe(0)
})

test('text that gets much smaller shares one file', async () => {
  const folder = await temporaryFolder()
  const parts = await partsIn(folder)
  for (let index = 0; index < 9; index += 1) await parts.add(entry(`${index}`, Buffer.alloc(1_500_000, 'text ')), never)
  expect(await parts.end()).toHaveLength(1)
  expect((await unzipped((await whole(folder))[0]!)).size).toBe(9)
})

test('until it is complete a file has another name, and what is given up leaves nothing', async () => {
  const folder = await temporaryFolder()
  const parts = await partsIn(folder)
  await parts.add(entry('one', randomBytes(3_000_000)), never)
  expect(await readdir(folder)).toEqual(['1.zip.part'])
  await parts.add(entry('two', randomBytes(3_000_000)), never)
  expect((await readdir(folder)).toSorted()).toEqual(['1.zip', '2.zip.part'])
  await parts.discard()
  expect(await readdir(folder)).toEqual([])
})

test('a source that fails, and a folder that is gone, end the writing with their error', async () => {
  const folder = await temporaryFolder()
  const failing = await partsIn(folder)
  const content = (async function* () {
    yield Buffer.from('a beginning')
    throw new Error('the source failed')
  })()
  await expect(failing.add(entry('one', Buffer.alloc(1), { content }), never)).rejects.toThrow('the source failed')
  await failing.discard()
  expect(await readdir(folder)).toEqual([])
  const nowhere = await partsIn(path.join(folder, 'nowhere'))
  await expect(nowhere.add(entry('one', randomBytes(3_000_000)), never)).rejects.toMatchObject({ code: 'ENOENT' })
  await nowhere.discard()
})
