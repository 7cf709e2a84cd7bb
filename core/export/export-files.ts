import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '#machine/clock.ts'
import type { ReplyFile } from '../contract/channel.ts'
import type { PersonId } from '../contract/ids.ts'

/** Below the data folder: a folder per person, so that deleting a person deletes theirs. */
export const EXPORTS_FOLDER = 'exports'
/** A file that nobody fetched is deleted after this. */
const KEPT_MS = 24 * 3_600_000
/** Longer than an export takes: an unfinished file of this age was left by a crash. */
const UNFINISHED_MS = 3_600_000

const PERSON = /^[A-Za-z0-9_-]{1,64}$/
const FILE_ID = /^[A-Za-z0-9_-]{1,64}$/
const FINISHED = '.zip'

/** The files of replies, from their making until they are sent, fetched, or too old. */
export type ExportFiles = {
  /** Makes the person's folder, for this user only. */
  folderFor(person: PersonId): Promise<string>
  /** As `ReplyFile.path`. */
  placeOf(person: PersonId, fileId: string): string
  /** Absolute. */
  pathOf(file: Pick<ReplyFile, 'path'>): string
  /** Whether it is there and not too old. */
  isKept(file: Pick<ReplyFile, 'path'>): Promise<boolean>
  remove(files: readonly Pick<ReplyFile, 'path'>[]): Promise<void>
  /** Deletes all files of a person, unfinished ones too; returns their number. */
  deleteOf(person: PersonId): Promise<number>
  /** Deletes what is too old or was never finished; returns the number of files. */
  cleanUp(): Promise<number>
}

export function createExportFiles({ dataFolder, clock }: { dataFolder: string; clock: Clock }): ExportFiles {
  const root = path.join(dataFolder, EXPORTS_FOLDER)
  const folderOf = (person: PersonId) => {
    if (!PERSON.test(person)) throw new TypeError('This is no id of a person.')
    return path.join(root, person)
  }
  const pathOf: ExportFiles['pathOf'] = (file) => {
    const [top, person = '', name = '', ...more] = file.path.split('/')
    if (top !== EXPORTS_FOLDER || more.length > 0 || !name.endsWith(FINISHED) || !FILE_ID.test(fileIdOf(file))) {
      throw new TypeError('This is no place of an exported file.')
    }
    return path.join(folderOf(person as PersonId), name)
  }
  const isOlder = async (filePath: string, ageMs: number) => {
    const found = await stat(filePath).catch(() => undefined)
    return found === undefined || clock.now() - found.mtimeMs >= ageMs
  }
  return {
    async folderFor(person) {
      const folder = folderOf(person)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      return folder
    },
    placeOf: (person, fileId) => `${EXPORTS_FOLDER}/${person}/${fileId}${FINISHED}`,
    pathOf,
    isKept: async (file) => !(await isOlder(pathOf(file), KEPT_MS)),
    async remove(files) {
      for (const filePath of files.map(pathOf)) {
        await rm(filePath, { force: true })
        await removeIfEmpty(path.dirname(filePath))
      }
    },
    async deleteOf(person) {
      const folder = folderOf(person)
      const names = await entriesOf(folder)
      await rm(folder, { recursive: true, force: true })
      return names.length
    },
    async cleanUp() {
      let deleted = 0
      for (const person of await entriesOf(root)) {
        for (const name of await entriesOf(path.join(root, person))) {
          const filePath = path.join(root, person, name)
          if (!(await isOlder(filePath, name.endsWith(FINISHED) ? KEPT_MS : UNFINISHED_MS))) continue
          await rm(filePath, { force: true })
          deleted += 1
        }
        await removeIfEmpty(path.join(root, person))
      }
      return deleted
    },
  }
}

/** The random part of its place. */
export const fileIdOf = ({ path: place }: Pick<ReplyFile, 'path'>) => path.posix.basename(place, FINISHED)

const entriesOf = (folder: string) => readdir(folder).catch((): string[] => [])

/** Fails when the folder is not empty: then it must stay. */
const removeIfEmpty = (folder: string) => rmdir(folder).catch(() => undefined)
