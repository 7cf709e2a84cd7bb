import { access, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

export type LicensedPackage = { readonly name: string; readonly version: string; readonly licence: string }

/** Of the development packages only those that the console's pages are built from end up with whoever uses it. */
const OF_PAGES = [
  '@mantine/core',
  '@mantine/hooks',
  '@mantine/notifications',
  '@simplewebauthn/browser',
  '@tanstack/react-query',
  '@tanstack/react-router',
  'react',
  'react-dom',
  'uplot',
]

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().default('unknown'),
      dev: z.boolean().default(false),
      dependencies: z.record(z.string(), z.string()).default({}),
    }),
  ),
})
type Locked = z.output<typeof lockSchema>['packages']

/** What npm has installed here for the service and its pages, as the lock file has it; none where there is no such file. */
export async function installedPackages(repository: string): Promise<readonly LicensedPackage[]> {
  const text = await readFile(path.join(repository, 'package-lock.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return []
  const { packages } = lockSchema.parse(JSON.parse(text))
  const ofPages = withDependencies(packages, OF_PAGES)
  const wanted = Object.entries(packages).filter(([at, { dev }]) => at !== '' && (!dev || ofPages.has(at)))
  const found = await Promise.all(
    wanted.map(async ([at, { version = '', license: licence }]): Promise<LicensedPackage[]> => {
      // Programs for other kinds of computers are in the lock file, too.
      const isHere = await access(path.join(repository, at)).then(
        () => true,
        () => false,
      )
      return isHere ? [{ name: at.slice(at.lastIndexOf(FOLDER) + FOLDER.length), version, licence }] : []
    }),
  )
  const byName = new Map(found.flat().map((one) => [`${one.name} ${one.version}`, one]))
  return [...byName.values()].toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
}

const FOLDER = 'node_modules/'

/** The places of these packages, and of all that they need. */
function withDependencies(packages: Locked, names: readonly string[]): ReadonlySet<string> {
  const places = new Set(names.map((name) => FOLDER + name))
  for (const place of places) {
    for (const name of Object.keys(packages[place]?.dependencies ?? {})) {
      const own = `${place}/${FOLDER}${name}`
      places.add(own in packages ? own : FOLDER + name)
    }
  }
  return places
}
