import { readFile } from 'node:fs/promises'
import { didYouMean } from '#machine/nearest.ts'
import { NOT_BUILT_YET, OTHER_NAMES, SETTINGS } from '#setup/names.mjs'
import { ConfigError } from '../config-error.ts'

const EARLY_NAMES = Object.values(NOT_BUILT_YET).flat()

export type FromEnvironment = {
  /** By setting. */
  readonly values: ReadonlyMap<string, unknown>
  /** The name that sets it, by setting: `CHASQUI_PORT`, or `TELEGRAM_BOT_TOKEN_FILE` where a file holds the value. */
  readonly names: ReadonlyMap<string, string>
  /** The files that secrets were read from, by setting. */
  readonly secretFiles: Readonly<Record<string, string>>
  /** Names that are accepted although their part is not built yet. */
  readonly ignoredNames: readonly string[]
}

/** `NAME_FILE` names a file that holds the value of NAME. */
export async function fromEnvironment(env: NodeJS.ProcessEnv): Promise<FromEnvironment> {
  refuseUnknownNames(env)
  const values = new Map<string, unknown>()
  const names = new Map<string, string>()
  const secretFiles: Record<string, string> = {}
  for (const { name, key, type } of SETTINGS) {
    if (env[name] === '' && NEVER_EMPTY.includes(name)) {
      throw new ConfigError(`${name} is set and empty. Give it a value, or take it out of the environment.`)
    }
    const text = env[name] || (await secretFile(env, name))
    if (!text) continue
    values.set(key, valueOf(type, text))
    const file = env[name] ? undefined : env[`${name}_FILE`]
    names.set(key, file ? `${name}_FILE` : name)
    if (file) secretFiles[key] = file
  }
  for (const [key, enabled] of Object.entries(SWITCHES_ON)) {
    const name = names.get(key)
    if (name === undefined) continue
    values.set(enabled, true)
    names.set(enabled, name)
  }
  return { values, names, secretFiles, ignoredNames: EARLY_NAMES.filter((name) => env[name]) }
}

/** Who gives a channel its token in the environment has it on: neither the file nor the console can switch it off. */
const SWITCHES_ON: Readonly<Record<string, string>> = {
  'telegram.token': 'telegram.enabled',
  'discord.token': 'discord.enabled',
  'messenger.pageToken': 'messenger.enabled',
  'instagram.token': 'instagram.enabled',
  'whatsappCloud.token': 'whatsappCloud.enabled',
}

/** Empty means not set, but not for these: somebody who set them would have less protection than they think. */
const NEVER_EMPTY = ['CHASQUI_ACCESS', 'TELEGRAM_WEBHOOK_SECRET']

/** Anything else stays a text, which the schema then refuses by its name. */
function valueOf(type: (typeof SETTINGS)[number]['type'], text: string): unknown {
  if (type === 'number' && /^\d+$/.test(text)) return Number(text)
  if (type === 'boolean' && /^(?:true|false)$/.test(text)) return text === 'true'
  return text
}

async function secretFile(env: NodeJS.ProcessEnv, name: string): Promise<string | undefined> {
  const file = env[`${name}_FILE`]
  if (!file) return undefined
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError(`${name}_FILE names ${file}, which cannot be read (${cause.code}).`)
  })
  if (text.trim() === '') throw new ConfigError(`${name}_FILE names ${file}, which is empty.`)
  return text.trim()
}

function refuseUnknownNames(env: NodeJS.ProcessEnv): void {
  const known = [...SETTINGS.map(({ name }) => name), ...OTHER_NAMES, ...EARLY_NAMES]
  const isKnown = (name: string) => known.includes(name.replace(/_FILE$/, ''))
  const unknown = Object.keys(env).find((name) => name.startsWith('CHASQUI_') && !isKnown(name))
  if (unknown === undefined) return
  throw new ConfigError(`The environment has ${unknown}, which is no setting.${didYouMean(unknown, known)}`)
}
