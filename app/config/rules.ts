import { SETTINGS } from '#setup/names.mjs'
import type { Settings } from './schema.ts'

/** How a reader knows a setting, or a setting with a value: `CHASQUI_EMBEDDER=model`, or `memory.embedder: model`. */
export type Naming = (key: string, value?: string) => string

/** What settings must not say together. `keys`: those that it is about. */
type Rule = {
  readonly keys: readonly string[]
  /** What is wrong, and what to set; undefined where nothing is. */
  faultOf(settings: Settings, as: Naming): string | undefined
}

export const rules: readonly Rule[] = [
  {
    keys: ['guard.mode', 'guard.acknowledgeUnguarded'],
    faultOf: ({ guard }, as) =>
      guard.mode === 'off' && !guard.acknowledgeUnguarded
        ? `${as('guard.mode', 'off')} lets every message and answer through unjudged. Where that is wanted, also write\n` +
          'guard:\n  acknowledgeUnguarded: true\ninto chasqui.yaml.'
        : undefined,
  },
  ...(
    [
      ['engine', 'model'],
      ['guard', 'guard model'],
      ['memory', 'model for embeddings'],
    ] as const
  ).map(([group, kind]) => ({
    keys: [`${group}.url`, `${group}.remoteModel`],
    faultOf(settings: Settings, as: Naming) {
      if (settings[group].url === undefined || settings[group].remoteModel !== undefined) return undefined
      return `${as(`${group}.url`)} is set: also set ${as(`${group}.remoteModel`)} to the name of a ${kind} that this host serves.`
    },
  })),
  {
    keys: ['memory.embedder', 'memory.embedModel', 'memory.url'],
    faultOf: ({ memory }, as) => halfEmbedder(memory, as),
  },
  {
    keys: ['console.databaseUrl', 'database.url'],
    faultOf: (settings, as) =>
      settings.console.databaseUrl !== undefined && settings.database.url === undefined
        ? `${as('console.databaseUrl')} is set: also set ${as('database.url')}, to the same database. With the Postgres of its own the ` +
          'service makes a role for the console by itself.'
        : undefined,
  },
  {
    keys: ['telegram.webhookSecret', 'server.publicUrl'],
    faultOf: ({ telegram, server }, as) =>
      telegram.webhookSecret !== undefined && server.publicUrl === undefined
        ? `${as('telegram.webhookSecret')} is set: also set ${as('server.publicUrl')} to the https address under which ` +
          'Telegram reaches this service.'
        : undefined,
  },
  {
    keys: ['access.mode', 'access.allow'],
    faultOf: ({ access: { mode, allow } }, as) =>
      needlessNames('access.mode', { mode, named: allow.filter((id) => !isOfWhatsApp(id)), as }),
  },
  {
    keys: ['whatsapp.access', 'access.allow'],
    faultOf: ({ whatsapp: { access: mode }, access: { allow } }, as) =>
      needlessNames('whatsapp.access', { mode, named: allow.filter(isOfWhatsApp), as }),
  },
]

const isOfWhatsApp = (id: string) => id.startsWith('whatsapp:')

type Named = { readonly mode: string; readonly named: readonly string[]; readonly as: Naming }

function needlessNames(setting: string, { mode, named, as }: Named): string | undefined {
  if (mode !== 'open' || named.length === 0) return undefined
  return (
    `access.allow names who may write, but ${as(setting)} is open to everybody. Set ${as(setting)} to allow-list, or ` +
    'take the names out of access.allow.'
  )
}

function halfEmbedder({ embedder, embedModel, url }: Settings['memory'], as: Naming): string | undefined {
  const [model, host] = [as('memory.embedder', 'model'), as('memory.embedder', 'host')]
  const [modelName, address] = [as('memory.embedModel'), as('memory.url')]
  if (embedder === 'model' && embedModel === undefined) {
    return `${model} needs ${modelName}: the name of an embedding model that npm run models lists, or a folder with one.`
  }
  if (embedder === 'host' && url === undefined) {
    return `${host} needs ${address}: the address of a host that answers /v1/embeddings.`
  }
  if (embedder !== 'model' && embedModel !== undefined) {
    return `${modelName} is set: also set ${model}, or take it out.`
  }
  if (embedder !== 'host' && url !== undefined) return `${address} is set: also set ${host}, or take it out.`
  return undefined
}

const NAMES: ReadonlyMap<string, string> = new Map(SETTINGS.map(({ key, name }) => [key, name]))

/** For whoever starts the service: by the name in the environment, where there is one. */
export const byEnvironmentName: Naming = (key, value) => {
  const name = NAMES.get(key)
  if (name === undefined) return byKey(key, value)
  return value === undefined ? name : `${name}=${value}`
}

/** For whoever changes settings in the console, which shows them by key. */
export const byKey: Naming = (key, value) => (value === undefined ? key : `${key}: ${value}`)
