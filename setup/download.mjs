import { download as downloadFile } from '#machine/download.mjs'
import { reasonOf, SetupError } from './say.mjs'

const CONNECT_MS_MAX = 5000
const STALL_MS_MAX = 20_000
const TRIES_MAX = 3

/**
 * Downloads a file whose digest is known, from the first of several URLs that has it. One that does not answer is not
 * retried, since there are other ways to get a program.
 * @param {{ urls: string[], sha256: string, file: string, connectMsMax?: number }} wanted
 */
export async function download({ urls, sha256, file, connectMsMax = CONNECT_MS_MAX }) {
  const reasons = /** @type {string[]} */ ([])
  /** @type {import('#machine/download.mjs').DownloadOptions['failed']} */
  const failed = ({ host, status, reason }) => {
    // The rest of a URL may hold a token.
    reasons.push(`${host}: ${status === undefined ? reason.replace(/\.$/, '') : `answered ${status}`}`)
  }
  /** @type {import('#machine/download.mjs').DownloadOptions['isTransient']} */
  const isTransient = ({ code }) => code === 'broken-off' || code === 'stalled'
  const limits = { headMs: connectMsMax, stallMs: STALL_MS_MAX, idleTriesMax: TRIES_MAX }
  const { signal } = new AbortController()
  await downloadFile({ urls, to: file, sha256, ...limits, isTransient, failed, signal }).catch((error) => {
    throw new SetupError(reasons.length < urls.length ? reasonOf(error) : reasons.join('; '))
  })
}
