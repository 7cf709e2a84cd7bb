import { z } from 'zod'
import { systemClock } from '#machine/clock.ts'
import { DownloadError } from '#machine/download-error.mjs'
import { openUrl } from '#machine/open-url.mjs'
import { textOf } from '../driver/http.ts'
import type { Downloadable } from './card.ts'
import { ModelError } from './model-error.ts'
import { say } from '../sentences.ts'

export type Hub = {
  /** The hub itself, or a mirror. */
  baseUrl: string
  /** For repositories whose licence must be accepted. */
  token?: string | undefined
}

const HUB_URL = 'https://huggingface.co'

/** `CHASQUI_HUB_URL` names a mirror. */
export const hubFrom = ({ CHASQUI_HUB_URL, HF_TOKEN }: NodeJS.ProcessEnv): Hub => ({
  baseUrl: CHASQUI_HUB_URL || HUB_URL,
  token: HF_TOKEN || undefined,
})

/** The exact files of a model on the hub, at one commit. */
export type HubModel = { revision: string; weights: readonly KnownFile[]; projector: KnownFile | undefined }
export type KnownFile = { path: string; bytes: number; sha256: string }

/**
 * Asks the hub which files a model has now, with their sizes and sums, and pins the commit.
 * @throws {ModelError} when the hub is unreachable, refuses, has no such files, or has other ones than the catalogue
 */
export async function hubModel(hub: Hub, card: Downloadable, signal: AbortSignal): Promise<HubModel> {
  if (!card.hub) throw new ModelError('refused', `The model ${card.name} is bundled and needs no installation.`)
  const { repository, revision = 'main' } = card.hub
  const about = { card, repository }
  const { sha } = commitSchema.parse(await ask(hub, `/api/models/${repository}/revision/${revision}`, about, signal))
  const tree = treeSchema.parse(await ask(hub, `/api/models/${repository}/tree/${sha}?recursive=true`, about, signal))
  const files = tree.flatMap(({ type, path, lfs }) =>
    type === 'file' && lfs ? [{ path, bytes: lfs.size, sha256: lfs.oid.toLowerCase() }] : [],
  )
  const weights = matching(files, card.hub.weights).toSorted((one, other) => (one.path < other.path ? -1 : 1))
  const [projector] = matching(files, card.hub.projector)
  if (weights.length === 0) throw new ModelError('failed', say('hub.no-files', { repository, model: card.name }))
  if (card.hub.projector.length > 0 && !projector)
    throw new ModelError('failed', say('hub.no-projector', { repository, model: card.name }))
  for (const file of weights) checkAgainstCatalogue(file, card)
  return { revision: sha, weights, projector }
}

export function fileUrl({ baseUrl }: Hub, repository: string, revision: string, path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  return `${baseUrl.replace(/\/+$/, '')}/${repository}/resolve/${revision}/${encoded}`
}

const commitSchema = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/) })
const treeSchema = z.array(
  z.object({
    type: z.string(),
    path: z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]+$/),
    lfs: z.object({ oid: z.string().regex(/^[0-9a-fA-F]{64}$/), size: z.int().positive() }).optional(),
  }),
)
const ANSWER_MS = 15_000
const ANSWER_BYTES_MAX = 16 << 20

async function ask(
  { baseUrl, token }: Hub,
  path: string,
  { card, repository }: { card: Downloadable; repository: string },
  signal: AbortSignal,
): Promise<unknown> {
  const host = new URL(baseUrl).host
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)])
  const asked = { url: baseUrl.replace(/\/+$/, '') + path, headers, clock: systemClock }
  const answer = await openUrl(asked, limit).catch((cause: unknown) => {
    if (signal.aborted) throw signal.reason
    const status = cause instanceof DownloadError ? cause.status : undefined
    if (status === 401 || status === 403) {
      const page = card.licence.gate ?? `${baseUrl}/${repository}`
      throw new ModelError('refused', say('hub.licence', { host, repository, status, page }))
    }
    if (status !== undefined) throw new ModelError('failed', say('hub.status', { host, status, repository }))
    throw new ModelError('failed', say('hub.unreachable', { host }), { cause })
  })
  return JSON.parse(await textOf(answer, ANSWER_BYTES_MAX))
}

/** The matches of the first pattern that has any. */
function matching(files: readonly KnownFile[], patterns: readonly string[]): KnownFile[] {
  for (const pattern of patterns) {
    const found = files.filter(({ path }) => new RegExp(pattern).test(path))
    if (found.length > 0) return found
  }
  return []
}

/** Stops the installation when a file differs from the catalogue's. */
function checkAgainstCatalogue(file: KnownFile, card: Downloadable): void {
  const known = card.weights.find(({ path }) => path === file.path)
  if (!known) return
  const isOther = (known.sha256 ?? file.sha256) !== file.sha256 || (known.bytes ?? file.bytes) !== file.bytes
  if (isOther) throw new ModelError('refused', say('hub.other-file', { file: file.path }))
}
