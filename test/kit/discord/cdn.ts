import { createHmac, randomBytes } from 'node:crypto'
import type { PlatformState, StoredFile } from './platform-state.ts'

const PATH = /^\/cdn\/attachments\/(\d+)\/(\d+)\/([^/]+)$/
const SECOND_MS = 1000

type Found = { readonly file: StoredFile } | { readonly status: 403 | 404 }

/** Discord's store of files: addresses are signed, and end. https://discord.com/developers/docs/reference#signed-attachment-cdn-urls */
export class Cdn {
  readonly #state: PlatformState
  readonly #key = randomBytes(32)
  readonly #linkMs: number
  /** `http://127.0.0.1:PORT/cdn`, known once the server listens. */
  root = ''

  constructor(state: PlatformState, linkMs: number) {
    this.#state = state
    this.#linkMs = linkMs
  }

  /** Each answer of the API has a fresh one. */
  readonly signedUrl = (file: StoredFile): string => {
    const issued = Math.floor(this.#state.now() / SECOND_MS)
    const ex = (issued + Math.ceil(this.#linkMs / SECOND_MS)).toString(16)
    const is = issued.toString(16)
    const query = new URLSearchParams({ ex, is, hm: this.#signature(file.id, ex, is) })
    return `${this.root}/attachments/${file.channelId}/${file.id}/${encodeURIComponent(file.name)}?${query.toString()}&`
  }

  static isPath(path: string): boolean {
    return path.startsWith('/cdn/')
  }

  find({ pathname, searchParams }: URL): Found {
    const [, channelId, id = '', name = ''] = PATH.exec(pathname) ?? []
    const file = this.#state.files.get(id)
    if (!file || file.channelId !== channelId || file.name !== decodeURIComponent(name)) return { status: 404 }
    const [ex = '', is = '', hm = ''] = ['ex', 'is', 'hm'].map((field) => searchParams.get(field) ?? '')
    if (hm === '' || hm !== this.#signature(id, ex, is)) return { status: 403 }
    if (Number.parseInt(ex, 16) * SECOND_MS <= this.#state.now()) return { status: 404 }
    return { file }
  }

  #signature(id: string, ex: string, is: string): string {
    return createHmac('sha256', this.#key).update(`${id}:${ex}:${is}`).digest('hex')
  }
}
