import { randomBytes } from 'node:crypto'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock, type Clock } from '#machine/clock.ts'
import { download, type DownloadOptions } from '#machine/download.mjs'
import { fileServer, sha256Of, stalledAfter, status, whole, type FileServer } from './file-server.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

const content = randomBytes(300_000)
const other = randomBytes(300_000)

const PAUSES_MS = new Set([500, 1_000, 2_000, 4_000, 8_000, 10_000])

/** Pauses between attempts take no time; waiting for an answer does. */
const hasty: Clock = {
  ...systemClock,
  sleep: (delayMs, signal) => systemClock.sleep(PAUSES_MS.has(delayMs) ? 1 : delayMs, signal),
}

async function target(): Promise<{ folder: string; to: string }> {
  const folder = await temporaryFolder()
  return { folder, to: join(folder, 'file.gguf') }
}

function fetched(to: string, urls: string[], more: Partial<DownloadOptions> = {}): Promise<void> {
  const signal = new AbortController().signal
  return download({ urls, to, sha256: sha256Of(content), signal, clock: hasty, ...more })
}

/** Breaks the server's connections whenever a hundred thousand bytes have arrived. */
function breaking(server: FileServer): Partial<DownloadOptions> {
  return { onProgress: ({ receivedBytes }) => void (receivedBytes % 100_000 === 0 && server.breakConnections()) }
}

test('a file arrives whole, with its progress, and leaves nothing beside it', async () => {
  const { folder, to } = await target()
  const server = await fileServer(whole(content))
  const seen: number[] = []
  await fetched(to, [server.url], {
    bytes: content.length,
    onProgress: ({ receivedBytes, totalBytes }) => {
      expect(totalBytes).toBe(content.length)
      seen.push(receivedBytes)
    },
  })
  expect(await readFile(to)).toEqual(content)
  expect(await readdir(folder)).toEqual(['file.gguf'])
  expect(seen.at(-1)).toBe(content.length)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
})

test('a file that is there already is not asked for again', async () => {
  const { to } = await target()
  const server = await fileServer(whole(content))
  await writeFile(to, content)
  await fetched(to, [server.url])
  expect(server.requests).toHaveLength(0)
})

test('after a broken connection only the rest is asked for', async () => {
  const { to } = await target()
  const server = await fileServer(stalledAfter(100_000, content), stalledAfter(100_000, content), whole(content))
  await fetched(to, [server.url], breaking(server))
  expect(await readFile(to)).toEqual(content)
  const [first, second, third] = server.requests.map(({ headers }) => headers)
  expect(first?.range).toBeUndefined()
  expect(second).toMatchObject({ range: 'bytes=100000-', 'if-range': `"${sha256Of(content)}"` })
  expect(third).toMatchObject({ range: 'bytes=200000-' })
})

test('a later run goes on where an earlier one was stopped', async () => {
  const { folder, to } = await target()
  const server = await fileServer(stalledAfter(100_000, content), whole(content))
  const stop = new AbortController()
  const onProgress: DownloadOptions['onProgress'] = ({ receivedBytes }) => {
    if (receivedBytes === 100_000) stop.abort(new Error('enough'))
  }
  await expect(fetched(to, [server.url], { signal: stop.signal, onProgress })).rejects.toThrow('enough')
  expect((await readdir(folder)).toSorted()).toEqual(['file.gguf.part', 'file.gguf.part.json'])
  await fetched(to, [server.url])
  expect(await readFile(to)).toEqual(content)
  expect(server.requests[1]?.headers.range).toBe('bytes=100000-')
})

test('a file that changed at its source in between is fetched from its beginning', async () => {
  const { to } = await target()
  const server = await fileServer(stalledAfter(100_000, other, '"old"'), whole(content, '"new"'))
  await fetched(to, [server.url], breaking(server))
  expect(await readFile(to)).toEqual(content)
})

test('the rest is taken from the next URL, and a patchwork that turns out wrong is fetched whole', async () => {
  const { to } = await target()
  const first = await fileServer(stalledAfter(100_000, other), status(404))
  const second = await fileServer(whole(content))
  await fetched(to, [first.url, second.url], breaking(first))
  expect(await readFile(to)).toEqual(content)
  expect(second.requests.map(({ headers }) => headers.range)).toEqual(['bytes=100000-', undefined])
})

test('a part that is whole already is taken as it is when its URL has nothing after it', async () => {
  const { folder, to } = await target()
  await writeFile(`${to}.part`, content)
  const server = await fileServer(status(416))
  await fetched(to, [server.url])
  expect(await readFile(to)).toEqual(content)
  expect(await readdir(folder)).toEqual(['file.gguf'])
  expect(server.requests).toHaveLength(1)
})

test('a part of another file after which its URL has nothing is fetched from the beginning, and not for ever', async () => {
  const { to } = await target()
  await writeFile(`${to}.part`, other)
  const server = await fileServer(status(416), whole(content))
  await fetched(to, [server.url])
  expect(await readFile(to)).toEqual(content)
  const empty = await fileServer(status(416))
  const { to: another } = await target()
  await writeFile(`${another}.part`, other)
  await expect(fetched(another, [empty.url])).rejects.toMatchObject({ code: 'unreachable' })
})

test('a file with another digest is refused and nothing of it is kept', async () => {
  const { folder, to } = await target()
  const server = await fileServer(whole(other))
  await expect(fetched(to, [server.url])).rejects.toMatchObject({ code: 'sha256-mismatch' })
  expect(await readdir(folder)).toEqual([])
  expect(server.requests).toHaveLength(1)
})

test.each([
  ['answers wrongly', () => fileServer(whole(other))],
  ['does not have it', () => fileServer(status(404))],
  ['refuses us', () => fileServer(status(403))],
  ['is out of order', () => fileServer(status(503))],
  ['stalls', () => fileServer(stalledAfter(10, other))],
  ['redirects in circles', () => fileServer(status(302, { location: '/again' }))],
] as const)('when a URL %s the next one is used', async (_what, make) => {
  const { to } = await target()
  const [bad, good] = [await make(), await fileServer(whole(content))]
  await fetched(to, [bad.url, good.url], { stallMs: 60 })
  expect(await readFile(to)).toEqual(content)
})

test('a URL that fails is tried a few times and no more', async () => {
  const { to } = await target()
  const server = await fileServer(status(503))
  await expect(fetched(to, [server.url])).rejects.toMatchObject({ code: 'unreachable' })
  expect(server.requests).toHaveLength(4)
})

test('a body that stalls is cut off, and reported as such when it stalls again and again', async () => {
  const { to } = await target()
  const server = await fileServer((_request, response) => response.writeHead(200).flushHeaders())
  await expect(fetched(to, [server.url], { stallMs: 30 })).rejects.toMatchObject({ code: 'stalled' })
})

test('the signal ends a stalled download at once', async () => {
  const { to } = await target()
  const server = await fileServer(stalledAfter(10, content))
  const stop = new AbortController()
  const loading = fetched(to, [server.url], { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) })
  await expect(loading).rejects.toThrow('enough')
})

test('a body that is longer or shorter than the file is refused', async () => {
  const { to } = await target()
  const server = await fileServer(whole(content))
  const wrong = fetched(to, [server.url], { bytes: content.length - 1 })
  await expect(wrong).rejects.toMatchObject({ code: 'size-mismatch' })
  const endless = await fileServer((_request, response) => void response.writeHead(200).end(Buffer.alloc(400_000)))
  const tooLong = fetched(to, [endless.url], { bytes: content.length })
  await expect(tooLong).rejects.toMatchObject({ code: 'size-mismatch' })
})

test('a file that does not fit on the disk is refused before anything is asked for', async () => {
  const { to } = await target()
  const server = await fileServer(whole(content))
  const loading = fetched(to, [server.url], { bytes: 2 ** 60 })
  await expect(loading).rejects.toMatchObject({ code: 'disk-full', message: expect.stringContaining('CHASQUI_CACHE') })
  expect(server.requests).toHaveLength(0)
})

test('a token goes to the site it is meant for and to none that it redirects to', async () => {
  const { to } = await target()
  const far = await fileServer(whole(content))
  const near = await fileServer(status(302, { location: `${far.url}?signature=secret` }))
  await fetched(to, [near.url], { headers: { authorization: 'Bearer secret' } })
  expect(near.requests[0]?.headers.authorization).toBe('Bearer secret')
  expect(far.requests[0]?.headers.authorization).toBeUndefined()
})

test('no secret stands in an error: neither a header nor what follows the path of an address', async () => {
  const { to } = await target()
  const server = await fileServer(status(403))
  const url = server.url.replace('//', '//user:secret@').concat('?token=secret')
  const attempts: [string, Record<string, string>][] = [
    [`${server.url}?token=secret`, { authorization: 'Bearer secret' }],
    [server.url, { authorization: 'Bearer\nsecret' }],
    [url, {}],
  ]
  for (const [address, headers] of attempts) {
    const error: Error = await fetched(to, [address], { headers }).then(
      () => new Error('it should fail'),
      (reason) => reason,
    )
    expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('secret')
    expect(error.name).toBe('DownloadError')
  }
})

test('two downloads of one file at once both succeed', async () => {
  const { folder, to } = await target()
  const server = await fileServer(whole(content))
  await Promise.all([fetched(to, [server.url]), fetched(to, [server.url])])
  expect(await readFile(to)).toEqual(content)
  expect(await readdir(folder)).toEqual(['file.gguf'])
})
