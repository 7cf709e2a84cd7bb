import { readdir, rm, rmdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { and, eq, gte, lt } from 'drizzle-orm'
import { logFor } from '#machine/log.ts'
import { media } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { filePathOf, type MediaRow } from './media-path.ts'

const BATCH_ROWS = 200
const log = logFor('core:media')

type Cleanup = { readonly folder: string; readonly store: Store; readonly beforeMs: number }

/**
 * Deletes pictures that were kept for their time. The file goes first: a crash in between leaves a row without a file,
 * which the next cleanup takes, and never a file that nothing points at. A file that a younger row of the same person
 * needs stays.
 */
export async function cleanUpMedia(cleanup: Cleanup): Promise<number> {
  let expired = 0
  while (true) {
    const isOld = lt(media.createdAt, new Date(cleanup.beforeMs))
    const rows = await cleanup.store.db.select().from(media).where(isOld).limit(BATCH_ROWS)
    for (const row of rows) await forget(cleanup, row)
    expired += rows.length
    if (rows.length < BATCH_ROWS) break
  }
  const orphans = await deleteOrphans(cleanup)
  if (expired + orphans > 0) log.info({ expired, orphans }, 'pictures were kept for their time and are deleted')
  return expired
}

async function forget({ folder, store, beforeMs }: Cleanup, row: MediaRow): Promise<void> {
  const sameFile = and(eq(media.personId, row.personId), eq(media.sha256, row.sha256), eq(media.mime, row.mime))
  const younger = await store.db
    .select({ part: media.part })
    .from(media)
    .where(and(sameFile, gte(media.createdAt, new Date(beforeMs))))
    .limit(1)
  if (younger.length === 0) await rm(filePathOf(folder, row), { force: true })
  await store.db.delete(media).where(and(eq(media.eventId, row.eventId), eq(media.part, row.part)))
}

/** What a crash left between file and row, once it is old enough that nobody is still writing it. */
async function deleteOrphans({ folder, store, beforeMs }: Cleanup): Promise<number> {
  let orphans = 0
  for (const person of await entriesOf(folder)) {
    const known = new Set<string>()
    const rows = await store.db.select().from(media).where(eq(media.personId, person as MediaRow['personId']))
    for (const row of rows) known.add(path.basename(filePathOf(folder, row)))
    for (const name of await entriesOf(path.join(folder, person))) {
      const filePath = path.join(folder, person, name)
      if (known.has(name) || !(await isOlder(filePath, beforeMs))) continue
      await rm(filePath, { force: true })
      orphans += 1
    }
    // Only succeeds when empty, which is what is wanted.
    await rmdir(path.join(folder, person)).catch(() => {})
  }
  return orphans
}

const entriesOf = (folder: string) => readdir(folder).catch((): string[] => [])

async function isOlder(filePath: string, beforeMs: number): Promise<boolean> {
  // Its person may be deleted meanwhile.
  const found = await stat(filePath).catch(() => undefined)
  return found !== undefined && found.mtimeMs < beforeMs
}
