// Opens the data folder, says how that went, and holds it until it is ended.
import { openDataFolder } from '#machine/data-folder.ts'
import { DataFolderError } from '#machine/data-folder-error.ts'

try {
  await openDataFolder(process.argv[2] ?? '')
  console.log('opened')
} catch (error) {
  console.log(error instanceof DataFolderError ? error.code : String(error))
}
