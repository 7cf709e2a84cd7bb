import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { freeBytesOf } from '#machine/disk-room.ts'
import { download } from '#machine/download.mjs'
import type { Downloadable } from './card.ts'
import { fileUrl, hubModel, type Hub, type HubModel, type KnownFile } from './hub.ts'
import { folderOf, INSTALLED_FILE } from './load.ts'
import { ModelError } from './model-error.ts'
import { say } from '../sentences.ts'

export type InstallPlan = {
  card: Downloadable
  folder: string
  files: readonly KnownFile[]
  bytes: number
  found: HubModel
}

export type InstallProgress = (progress: { path: string; receivedBytes: number; totalBytes: number }) => void

/** The files to install; nothing is downloaded yet. */
export async function planInstall(
  { hub, card, cacheFolder }: { hub: Hub; card: Downloadable; cacheFolder: string },
  signal: AbortSignal,
): Promise<InstallPlan> {
  const found = await hubModel(hub, card, signal)
  const files = found.projector ? [...found.weights, found.projector] : found.weights
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return { card, folder: folderOf(card, cacheFolder), files, bytes, found }
}

/**
 * Downloads the files of a plan, one after the other, and writes the marker last: a model without it is not installed.
 * An interrupted installation is resumed.
 * @throws {ModelError} `no-space`; {DownloadError} of the downloader
 */
export async function install(
  { plan, hub, onProgress }: { plan: InstallPlan; hub: Hub; onProgress: InstallProgress },
  signal: AbortSignal,
): Promise<void> {
  const { card, folder, files, found } = plan
  const repository = card.hub?.repository ?? ''
  await mkdir(folder, { recursive: true })
  await rm(join(folder, INSTALLED_FILE), { force: true })
  await checkSpace(plan)
  for (const { path, bytes, sha256 } of files) {
    const to = join(folder, path)
    await mkdir(dirname(to), { recursive: true })
    await download({
      urls: [fileUrl(hub, repository, found.revision, path)],
      to,
      sha256,
      bytes,
      ...(hub.token && { headers: { authorization: `Bearer ${hub.token}` } }),
      signal,
      onProgress: ({ receivedBytes }) => onProgress({ path, receivedBytes, totalBytes: bytes }),
    })
  }
  const installed: Downloadable = {
    ...card,
    hub: { ...(card.hub ?? { repository, weights: [], projector: [] }), revision: found.revision },
    weights: [...found.weights],
    ...(found.projector && { projector: found.projector }),
  }
  const draft = join(folder, `.${INSTALLED_FILE}`)
  await writeFile(draft, `${JSON.stringify(installed, null, 2)}\n`)
  await rename(draft, join(folder, INSTALLED_FILE))
}

/** Kept free on the disk for everything else. */
const SPARE_BYTES = 512 * 1024 * 1024

async function checkSpace(plan: InstallPlan): Promise<void> {
  const { missingBytes } = await roomFor(plan)
  if (missingBytes === 0) return
  const needed = { missing: { bytes: missingBytes }, folder: plan.folder }
  throw new ModelError('no-space', say('model.no-space', { model: plan.card.name, ...needed }))
}

/** Of the disk that the files go to; what has come of them already needs no more room. */
export async function roomFor(plan: InstallPlan): Promise<{ freeBytes: number; missingBytes: number }> {
  const [freeBytes, received] = await Promise.all([freeBytesNear(plan.folder), receivedOf(plan)])
  const leftBytes = [...received].reduce((left, [, bytes]) => left - bytes, plan.bytes)
  return { freeBytes, missingBytes: leftBytes === 0 ? 0 : Math.max(0, leftBytes + SPARE_BYTES - freeBytes) }
}

/** What has come of each file, whole or in part. */
export async function receivedOf({
  folder,
  files,
}: Pick<InstallPlan, 'folder' | 'files'>): Promise<Map<string, number>> {
  const sizes = files.map(async ({ path, bytes }): Promise<[string, number]> => {
    const to = join(folder, path)
    return [path, Math.min(bytes, (await sizeOf(to)) || (await sizeOf(`${to}.part`)))]
  })
  return new Map(await Promise.all(sizes))
}

/** What has come of an installation whose files are not known: nobody has asked the hub yet. */
export async function receivedBytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const sizes = names.filter((name) => /\.gguf(\.part)?$/.test(name)).map((name) => sizeOf(join(folder, name)))
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0)
}

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )

/** The folder may not be there yet. */
async function freeBytesNear(folder: string): Promise<number> {
  for (let at = folder; ; at = dirname(at)) {
    const freeBytes = await freeBytesOf(at).catch(() => undefined)
    if (freeBytes !== undefined) return freeBytes
    if (at === dirname(at)) return 0
  }
}
