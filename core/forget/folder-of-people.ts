import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { FilesOfPeople } from './delete-person.ts'

/** A folder with one folder per person, which has the person's id as its name. */
export const folderOfPeople = (folder: string): FilesOfPeople => ({
  async deleteOf(person) {
    const own = path.join(folder, path.basename(person))
    const files = await readdir(own).catch((): string[] => [])
    await rm(own, { recursive: true, force: true })
    return files.length
  },
})
