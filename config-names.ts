type Setting = { readonly name: string; readonly key: string; readonly type: 'text' | 'number' }

/** Environment names and where the same setting stands in chasqui.yaml; each is also taken as `NAME_FILE`. */
export const SETTINGS: readonly Setting[] = [
  { name: 'CHASQUI_HOST', key: 'server.host', type: 'text' },
  { name: 'CHASQUI_PORT', key: 'server.port', type: 'number' },
  { name: 'CHASQUI_PUBLIC_URL', key: 'server.publicUrl', type: 'text' },
  { name: 'CHASQUI_ACCESS', key: 'access.mode', type: 'text' },
  { name: 'CHASQUI_MODEL', key: 'engine.model', type: 'text' },
  { name: 'CHASQUI_LLAMA_SERVER', key: 'engine.llamaServer', type: 'text' },
  { name: 'CHASQUI_ENGINE_URL', key: 'engine.url', type: 'text' },
  { name: 'CHASQUI_ENGINE_MODEL', key: 'engine.remoteModel', type: 'text' },
  { name: 'CHASQUI_ENGINE_KEY', key: 'engine.key', type: 'text' },
  { name: 'CHASQUI_GUARD', key: 'guard.mode', type: 'text' },
  { name: 'CHASQUI_GUARD_URL', key: 'guard.url', type: 'text' },
  { name: 'CHASQUI_GUARD_MODEL', key: 'guard.remoteModel', type: 'text' },
  { name: 'CHASQUI_GUARD_KEY', key: 'guard.key', type: 'text' },
  { name: 'DATABASE_URL', key: 'database.url', type: 'text' },
  { name: 'REDIS_URL', key: 'redis.url', type: 'text' },
  { name: 'TELEGRAM_BOT_TOKEN', key: 'telegram.token', type: 'text' },
  { name: 'TELEGRAM_API_ROOT', key: 'telegram.apiRoot', type: 'text' },
  { name: 'TELEGRAM_WEBHOOK_SECRET', key: 'telegram.webhookSecret', type: 'text' },
]

/** Names that stay, whose part does not exist yet: taken without effect, and noted by the log and by doctor. */
export const NOT_BUILT_YET: readonly string[] = [
  'CHASQUI_ROLE',
  'CHASQUI_CONSOLE_PORT',
  'DISCORD_BOT_TOKEN',
  'DISCORD_API_ROOT',
  'WHATSAPP_ENABLED',
  'WHATSAPP_CHROMIUM',
  'META_APP_SECRET',
  'META_VERIFY_TOKEN',
  'META_GRAPH_ROOT',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
]
