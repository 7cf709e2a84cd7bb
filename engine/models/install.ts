import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { freeBytesOf } from '#machine/disk-room.ts'
import { download } from '#machine/download.mjs'
import type { Downloadable } from './card.ts'
import { fileUrl, hubModel, type Hub, type HubModel, type KnownFile } from './hub.ts'
import { folderOf, INSTALLED_FILE } from './load.ts'
import { ModelError } from './model-error.ts'

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

async function checkSpace({ card, folder, bytes }: InstallPlan): Promise<void> {
  const freeBytes = await freeBytesOf(folder)
  // Bytes of an earlier try are not subtracted: the downloader checks the space for each file.
  const wantedBytes = bytes + SPARE_BYTES
  if (freeBytes >= wantedBytes || (await hasBegun(folder))) return
  const missing = ((wantedBytes - freeBytes) / 1e9).toFixed(1)
  throw new ModelError('no-space', `${card.name} needs ${missing} GB more free space in ${folder}.`)
}

async function hasBegun(folder: string): Promise<boolean> {
  const names = await readdir(folder, { recursive: true })
  return names.some((name) => name.includes('.gguf'))
}
