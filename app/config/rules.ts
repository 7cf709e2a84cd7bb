import { SETTINGS_OF } from '#engine/driver/setting-names.ts'
import type { Settings } from './schema.ts'

/** What settings must not say together. `keys`: those that it is about. */
type Rule = {
  readonly keys: readonly string[]
  /** What is wrong, and what to set; undefined where nothing is. */
  faultOf(settings: Settings): string | undefined
}

export const rules: readonly Rule[] = [
  {
    keys: ['guard.mode', 'guard.acknowledgeUnguarded'],
    faultOf: ({ guard }) =>
      guard.mode === 'off' && !guard.acknowledgeUnguarded
        ? 'CHASQUI_GUARD=off lets every message and answer through unjudged. Where that is wanted, also write\n' +
          'guard:\n  acknowledgeUnguarded: true\ninto chasqui.yaml.'
        : undefined,
  },
  ...(
    [
      ['chat', 'engine', 'model'],
      ['guard', 'guard', 'guard model'],
      ['embed', 'memory', 'model for embeddings'],
    ] as const
  ).map(([role, group, kind]) => ({
    keys: [`${group}.url`, `${group}.remoteModel`],
    faultOf(settings: Settings) {
      if (settings[group].url === undefined || settings[group].remoteModel !== undefined) return undefined
      const { url, model } = SETTINGS_OF[role]
      return `${url} is set: also set ${model} to the name of a ${kind} that this host serves.`
    },
  })),
  { keys: ['memory.embedder', 'memory.embedModel', 'memory.url'], faultOf: ({ memory }) => halfEmbedder(memory) },
  {
    keys: ['console.databaseUrl', 'database.url'],
    faultOf: (settings) =>
      settings.console.databaseUrl !== undefined && settings.database.url === undefined
        ? 'CHASQUI_CONSOLE_DATABASE_URL is set: also set DATABASE_URL, to the same database. With the Postgres of its own the ' +
          'service makes a role for the console by itself.'
        : undefined,
  },
  {
    keys: ['telegram.webhookSecret', 'server.publicUrl'],
    faultOf: ({ telegram, server }) =>
      telegram.webhookSecret !== undefined && server.publicUrl === undefined
        ? 'TELEGRAM_WEBHOOK_SECRET is set: also set CHASQUI_PUBLIC_URL to the https address under which Telegram reaches ' +
          'this service.'
        : undefined,
  },
  {
    keys: ['access.mode', 'access.allow'],
    faultOf: ({ access: { mode, allow } }) =>
      needlessNames({
        setting: 'access.mode',
        also: ' (CHASQUI_ACCESS)',
        mode,
        named: allow.filter((id) => !isOfWhatsApp(id)),
      }),
  },
  {
    keys: ['whatsapp.access', 'access.allow'],
    faultOf: ({ whatsapp: { access: mode }, access: { allow } }) =>
      needlessNames({ setting: 'whatsapp.access', also: '', mode, named: allow.filter(isOfWhatsApp) }),
  },
]

const isOfWhatsApp = (id: string) => id.startsWith('whatsapp:')

type Naming = {
  readonly setting: string
  readonly also: string
  readonly mode: string
  readonly named: readonly string[]
}

function needlessNames({ setting, also, mode, named }: Naming): string | undefined {
  if (mode !== 'open' || named.length === 0) return undefined
  return (
    `access.allow names who may write, but ${setting} is open to everybody. Set ${setting}${also} to allow-list, or ` +
    'take the names out.'
  )
}

function halfEmbedder({ embedder, embedModel, url }: Settings['memory']): string | undefined {
  if (embedder === 'model' && embedModel === undefined) {
    return (
      'CHASQUI_EMBEDDER=model needs CHASQUI_EMBED_MODEL: the name of an embedding model that npm run models lists, or a ' +
      'folder with one.'
    )
  }
  if (embedder === 'host' && url === undefined) {
    return `CHASQUI_EMBEDDER=host needs ${SETTINGS_OF.embed.url}: the address of a host that answers /v1/embeddings.`
  }
  if (embedder !== 'model' && embedModel !== undefined) {
    return 'CHASQUI_EMBED_MODEL is set: also set CHASQUI_EMBEDDER=model, or take it out.'
  }
  if (embedder !== 'host' && url !== undefined) {
    return `${SETTINGS_OF.embed.url} is set: also set CHASQUI_EMBEDDER=host, or take it out.`
  }
  return undefined
}
