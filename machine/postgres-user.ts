import { execFile } from 'node:child_process'
import { chown, lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PostgresError } from './postgres-error.ts'
import { succeeds } from './succeeds.ts'

/**
 * How to run Postgres as another user than root, which it refuses: the command prefix, and how to change the owner of
 * its folder first. Empty for an ordinary user.
 */
export type PostgresUser = { prefix: readonly string[]; own(folder: string): Promise<void> }

/**
 * For root the first choice is a user namespace, in which the process is an ordinary user while files stay root's: it
 * works in root's private folders. When namespaces are forbidden (some containers), or `parentFolder` is private to
 * another user, it is `nobody` with the capability to pass private folders, who then owns the database folder.
 */
export async function postgresUser(parentFolder = '/'): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return { prefix: [], own: async () => undefined }
  if (await canEnter(NAMESPACE, parentFolder)) return { prefix: NAMESPACE, own: (folder) => giveTo(folder, 0) }
  if (await canEnter(NOBODY, parentFolder)) return { prefix: NOBODY, own: (folder) => giveTo(folder, NOBODY_ID) }
  throw new PostgresError(
    'root-refused',
    'Postgres does not run as root, and neither unshare nor setpriv (package ' +
      'util-linux) can run it as another user here. Start Chasqui as an ordinary user, or set DATABASE_URL.',
  )
}

const NOBODY_ID = 65_534
const NAMESPACE = ['unshare', '-U', '--map-user=1000', '--map-group=1000', '--']
const NOBODY = [
  'setpriv',
  `--reuid=${NOBODY_ID}`,
  `--regid=${NOBODY_ID}`,
  '--clear-groups',
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
  '--',
]
const TRIAL_MS = 5_000

async function canEnter([command = '', ...args]: readonly string[], folder: string): Promise<boolean> {
  // Entering the folder is the only reliable test: `test -x` ignores the capabilities that we pass on.
  const trial = [...args, 'sh', '-c', 'cd "$1"', 'sh', folder]
  return succeeds(promisify(execFile)(command, trial, { timeout: TRIAL_MS }))
}

/**
 * Changes the owner of files from an earlier start as root, whichever of the two ways that one chose. Files of an
 * ordinary user are not changed: that user would lose access.
 */
async function giveTo(folder: string, userId: number): Promise<void> {
  const found = await lstat(folder).catch(() => undefined)
  if (!found || found.uid === userId) return
  if (found.uid !== 0 && found.uid !== NOBODY_ID) {
    throw new PostgresError(
      'root-refused',
      `The database in ${folder} belongs to user ${found.uid}: start Chasqui as that user, not as root.`,
    )
  }
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chown(join(entry.parentPath, entry.name), userId, userId)
  }
  // Last, so that an interrupted change is repeated at the next start.
  await chown(folder, userId, userId)
}
