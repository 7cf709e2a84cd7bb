import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { and, eq } from 'drizzle-orm'
import type { Clock } from '#machine/clock.ts'
import { syncFolder } from '#machine/sync-folder.ts'
import type { ConversationId, EventId, PersonId, TurnId } from '../contract/ids.ts'
import { media } from '../store/schema.ts'
import { FOREIGN_KEY_VIOLATION, sqlStateOf } from '../store/sql-state.ts'
import type { Store } from '../store/store.ts'
import { filePathOf, folderOf, type MediaRow } from './media-path.ts'
import { PictureError } from './picture-error.ts'
import type { Prepared } from './prepare.ts'
import { cleanUpMedia } from './media-cleanup.ts'

/** Whose picture it is, and the message that it came with; the turn is absent while it waits for an operator. */
export type MediaOrigin = {
  readonly eventId: EventId
  readonly part: number
  readonly person: PersonId
  readonly conversation: ConversationId
  readonly turn?: TurnId
}

/** Prepared pictures, one folder per person: no file is shared, so deleting a person affects no one else. */
export type MediaStore = {
  /** Writes the file, then the row; may be repeated. */
  keep(origin: MediaOrigin, picture: Prepared): Promise<MediaRow>
  find(eventId: EventId, part: number): Promise<MediaRow | undefined>
  /** Rejects with `PictureError` `gone` when the file does not exist any more. */
  read(row: Pick<MediaRow, 'personId' | 'sha256' | 'mime'>): Promise<Uint8Array>
  /** Deletes all files of a person whose rows were deleted; returns their number. */
  deleteOf(person: PersonId): Promise<number>
  /** Deletes pictures older than `olderThanMs`, files first; returns their number. */
  cleanUp(olderThanMs: number): Promise<number>
}

export function createMediaStore({ folder, store, clock }: { folder: string; store: Store; clock: Clock }): MediaStore {
  const deleteOf: MediaStore['deleteOf'] = async (person) => {
    const own = folderOf(folder, person)
    const files = await readdir(own).catch((): string[] => [])
    await rm(own, { recursive: true, force: true })
    return files.length
  }
  return {
    async keep(origin, picture) {
      const row = rowOf(origin, picture, new Date(clock.now()))
      await writeOnce(filePathOf(folder, row), picture.bytes)
      // A platform may return other bytes for the same picture the next time; the row then names the newest file.
      const target = [media.eventId, media.part]
      const setWhere = eq(media.personId, row.personId)
      try {
        await store.db.insert(media).values(row).onConflictDoUpdate({ target, set: row, setWhere })
      } catch (error) {
        // The person was deleted while this turn ran.
        if (sqlStateOf(error) === FOREIGN_KEY_VIOLATION) await deleteOf(origin.person)
        throw error
      }
      return row
    },
    async find(eventId, part) {
      const [row] = await store.db
        .select()
        .from(media)
        .where(and(eq(media.eventId, eventId), eq(media.part, part)))
      return row
    },
    async read(row) {
      try {
        return await readFile(filePathOf(folder, row))
      } catch (error) {
        if (isMissing(error)) throw new PictureError('gone', 'The picture was deleted by retention.', { cause: error })
        throw error
      }
    },
    deleteOf,
    cleanUp: (olderThanMs) => cleanUpMedia({ folder, store, beforeMs: clock.now() - olderThanMs }),
  }
}

function rowOf(origin: MediaOrigin, { mime, bytes, width, height }: Prepared, createdAt: Date): MediaRow {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { eventId, part, person: personId, conversation: conversationId, turn: turnId = null } = origin
  const file = { sha256, mime, width, height, bytes: bytes.byteLength }
  return { eventId, part, personId, conversationId, turnId, ...file, createdAt }
}

/** Writes the whole file or nothing: a crash leaves at most a `.part` file, which the cleanup deletes. */
async function writeOnce(filePath: string, bytes: Uint8Array): Promise<void> {
  const folder = path.dirname(filePath)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const partPath = `${filePath}.${randomUUID()}.part`
  try {
    await writeFile(partPath, bytes, { flag: 'wx', mode: 0o600, flush: true })
    await rename(partPath, filePath)
    await syncFolder(folder)
  } catch (error) {
    await rm(partPath, { force: true })
    throw error
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'
