import type { Said } from '#machine/sentence.ts'
import { SETTINGS } from '#setup/names.mjs'
import { say } from '../sentences.ts'
import type { Settings } from './schema.ts'

/** How a reader knows a setting, or a setting with a value: `CHASQUI_EMBEDDER=model`, or `memory.embedder: model`. */
export type Naming = (key: string, value?: string) => string

/** What settings must not say together. `keys`: those that it is about. */
type Rule = {
  readonly keys: readonly string[]
  /** What is wrong, and what to set; undefined where nothing is. In English alone where the console sets none of them. */
  faultOf(settings: Settings, as: Naming): Said | undefined
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
      ['engine', 'rule.needs-model'],
      ['guard', 'rule.needs-guard'],
      ['memory', 'rule.needs-embedder'],
    ] as const
  ).map(([group, code]) => ({
    keys: [`${group}.url`, `${group}.remoteModel`],
    faultOf(settings: Settings, as: Naming) {
      if (settings[group].url === undefined || settings[group].remoteModel !== undefined) return undefined
      return say(code, { url: as(`${group}.url`), model: as(`${group}.remoteModel`) })
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
        ? say('rule.needs-public-url', { secret: as('telegram.webhookSecret'), url: as('server.publicUrl') })
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

function needlessNames(setting: string, { mode, named, as }: Named): Said | undefined {
  return mode === 'open' && named.length > 0 ? say('rule.needless-names', { setting: as(setting) }) : undefined
}

function halfEmbedder({ embedder, embedModel, url }: Settings['memory'], as: Naming): Said | undefined {
  const [model, host] = [as('memory.embedder', 'model'), as('memory.embedder', 'host')]
  const [modelName, address] = [as('memory.embedModel'), as('memory.url')]
  if (embedder === 'model' && embedModel === undefined)
    return say('rule.needs-embed-model', { setting: model, name: modelName })
  if (embedder === 'host' && url === undefined) return say('rule.needs-embed-host', { setting: host, url: address })
  if (embedder !== 'model' && embedModel !== undefined) return say('rule.unused', { setting: modelName, needed: model })
  if (embedder !== 'host' && url !== undefined) return say('rule.unused', { setting: address, needed: host })
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
