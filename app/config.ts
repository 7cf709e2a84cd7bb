import path from 'node:path'
import { cacheFolder } from '#setup/cache-folder.mjs'
import { englishOf } from '#machine/sentence.ts'
import { ConfigError } from './config-error.ts'
import { fromEnvironment, type FromEnvironment } from './config/environment.ts'
import { readConfigFile } from './config/file.ts'
import type { Naming } from './config/rules.ts'
import type { Settings } from './config/schema.ts'
import { validated, type Fault } from './config/validate.ts'
import { deepFrozen, withValue, type Nested } from './config/values.ts'

export type Config = Settings & {
  readonly dataFolder: string
  readonly cacheFolder: string
  /** The files that secrets were read from, by setting: `messenger.pageToken`. */
  readonly secretFiles: Readonly<Record<string, string>>
  /** Environment names that are accepted although their part is not built yet. */
  readonly ignoredNames: readonly string[]
}

/** What is known before the database is there. The layers stay apart: the console's values stand between them. */
export type Layers = {
  readonly file: Nested
  readonly environment: FromEnvironment
  readonly dataFolder: string
  readonly cacheFolder: string
}

/** Of the console, by setting: `limits.person.burst`. */
export type ConsoleValues = ReadonlyMap<string, unknown>

type From = { readonly env: NodeJS.ProcessEnv; readonly file?: string | undefined }

/** @throws {ConfigError} where they cannot be used without the console either */
export async function readLayers({ env, file }: From): Promise<Layers> {
  const environment = await fromEnvironment(env)
  const dataFolder = path.resolve(env.CHASQUI_DATA || './data')
  const fromFile = await readConfigFile(file ?? path.join(dataFolder, 'chasqui.yaml'), file !== undefined)
  const layers = { file: fromFile, environment, dataFolder, cacheFolder: cacheFolder(env) }
  layered(layers)
  return layers
}

/** For commands: as the service has it, without what was set in the console. */
export async function readConfig(from: From): Promise<Config> {
  return layered(await readLayers(from))
}

const NONE: ConsoleValues = new Map()

/**
 * Every default, then the file, then the console, then the environment; one frozen object.
 *
 * @throws {ConfigError}
 */
export function layered(layers: Layers, fromConsole = NONE): Config {
  const checked = checkedLayers(layers, fromConsole)
  if ('faults' in checked) throw new ConfigError(checked.faults.map((fault) => explained(fault, layers)).join('\n'))
  return checked.config
}

/** The same without throwing. */
export function checkedLayers(
  { file, environment, dataFolder, cacheFolder: cache }: Layers,
  fromConsole: ConsoleValues,
  as?: Naming,
): { readonly config: Config } | { readonly faults: readonly Fault[] } {
  let nested = file
  for (const [key, value] of [...fromConsole, ...environment.values]) nested = withValue(nested, key, value)
  const checked = validated(nested, as)
  if ('faults' in checked) return checked
  const { secretFiles, ignoredNames } = environment
  return { config: deepFrozen({ ...checked.settings, dataFolder, cacheFolder: cache, secretFiles, ignoredNames }) }
}

function explained({ keys: [key = ''], said, isOfForm }: Fault, { environment }: Layers): string {
  const text = englishOf(said)
  if (!isOfForm) return text
  return `${environment.names.get(key) ?? `${key} in chasqui.yaml`}: ${text}.`
}
