// Opens the data folder, says how that went, and holds it until it is ended.
import { DataFolderError, openDataFolder } from '#machine/data-folder.ts'

try {
  await openDataFolder(process.argv[2] ?? '')
  console.log('opened')
} catch (error) {
  console.log(error instanceof DataFolderError ? error.code : String(error))
}
