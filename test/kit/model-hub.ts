import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { json, loopback, type Loopback, type Seen } from '../engine/loopback.ts'

/** `bytes` and `sha256`: what the hub says of it, where that is not so. */
export type HubFile = {
  readonly path: string
  readonly content?: Buffer
  readonly bytes?: number
  readonly sha256?: string
}

export const COMMIT = 'a'.repeat(40)

/** A model hub's API, as much of it as an installation asks; files can be fetched in parts. */
export function openModelHub(
  files: readonly HubFile[],
  handle?: (seen: Seen, response: ServerResponse) => boolean,
): Promise<Loopback> {
  return loopback((seen, response) => {
    if (handle?.(seen, response)) return
    if (seen.path.includes('/revision/')) return json(response, 200, { sha: COMMIT })
    if (seen.path.includes('/tree/'))
      return json(response, 200, [{ type: 'file', path: 'README.md' }, ...files.map(listed)])
    const file = files.find(({ path }) => seen.path.endsWith(`/resolve/${COMMIT}/${path}`))
    if (!file?.content) return json(response, 404, {})
    const [, from] = /^bytes=(\d+)-$/.exec(seen.headers.range ?? '') ?? []
    const rest = file.content.subarray(Number(from ?? 0))
    const range = `bytes ${from}-${file.content.length - 1}/${file.content.length}`
    const headers = { etag: '"one"', 'content-length': rest.length, ...(from && { 'content-range': range }) }
    response.writeHead(from === undefined ? 200 : 206, headers).end(rest)
  })
}

const listed = ({ path, content = Buffer.from(''), bytes = content.length, sha256 }: HubFile) => ({
  type: 'file',
  path,
  lfs: { oid: sha256 ?? createHash('sha256').update(content).digest('hex'), size: bytes },
})
