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
 * Deletes pictures whose retention is over. The file is deleted first: a crash in between leaves a row without a file,
 * which the next cleanup deletes, and never a file without a row. A file that a younger row of the same person needs
 * stays.
 */
export async function cleanUpMedia(cleanup: Cleanup): Promise<number> {
  let expired = 0
  while (true) {
    const isOld = lt(media.createdAt, new Date(cleanup.beforeMs))
    const rows = await cleanup.store.db.select().from(media).where(isOld).limit(BATCH_ROWS)
    for (const row of rows) await deleteExpired(cleanup, row)
    expired += rows.length
    if (rows.length < BATCH_ROWS) break
  }
  const orphans = await deleteOrphans(cleanup)
  if (expired + orphans > 0) log.info({ expired, orphans }, 'expired pictures deleted')
  return expired
}

async function deleteExpired({ folder, store, beforeMs }: Cleanup, row: MediaRow): Promise<void> {
  const sameFile = and(eq(media.personId, row.personId), eq(media.sha256, row.sha256), eq(media.mime, row.mime))
  const younger = await store.db
    .select({ part: media.part })
    .from(media)
    .where(and(sameFile, gte(media.createdAt, new Date(beforeMs))))
    .limit(1)
  if (younger.length === 0) await rm(filePathOf(folder, row), { force: true })
  await store.db.delete(media).where(and(eq(media.eventId, row.eventId), eq(media.part, row.part)))
}

/** Deletes files without a row, which a crash left. Only old ones: a new one may still get its row. */
async function deleteOrphans({ folder, store, beforeMs }: Cleanup): Promise<number> {
  let orphans = 0
  for (const person of await entriesOf(folder)) {
    const known = new Set<string>()
    const rows = await store.db
      .select()
      .from(media)
      .where(eq(media.personId, person as MediaRow['personId']))
    for (const row of rows) known.add(path.basename(filePathOf(folder, row)))
    for (const name of await entriesOf(path.join(folder, person))) {
      const filePath = path.join(folder, person, name)
      if (known.has(name) || !(await isOlder(filePath, beforeMs))) continue
      await rm(filePath, { force: true })
      orphans += 1
    }
    // Fails when the folder is not empty: then it must stay.
    await rmdir(path.join(folder, person)).catch(() => {})
  }
  return orphans
}

const entriesOf = (folder: string) => readdir(folder).catch((): string[] => [])

async function isOlder(filePath: string, beforeMs: number): Promise<boolean> {
  // The person may have been deleted meanwhile.
  const found = await stat(filePath).catch(() => undefined)
  return found !== undefined && found.mtimeMs < beforeMs
}
