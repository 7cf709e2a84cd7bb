/**
 * All names of environment variables: those that the service reads, those that set-up and commands read, and those
 * accepted for features still to come. Used by doctor and by the service's configuration.
 */

/** With the path of the same setting in chasqui.yaml. Each may also be given as `NAME_FILE`, a file that holds it. */
export const SETTINGS = Object.freeze([
  { name: 'CHASQUI_HOST', key: 'server.host', type: 'text' },
  { name: 'CHASQUI_PORT', key: 'server.port', type: 'number' },
  { name: 'CHASQUI_PUBLIC_URL', key: 'server.publicUrl', type: 'text' },
  { name: 'CHASQUI_CONSOLE_HOST', key: 'console.host', type: 'text' },
  { name: 'CHASQUI_CONSOLE_PORT', key: 'console.port', type: 'number' },
  { name: 'CHASQUI_CONSOLE_URL', key: 'console.url', type: 'text' },
  { name: 'CHASQUI_CONSOLE_DATABASE_URL', key: 'console.databaseUrl', type: 'text' },
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
  { name: 'CHASQUI_EMBEDDER', key: 'memory.embedder', type: 'text' },
  { name: 'CHASQUI_EMBED_MODEL', key: 'memory.embedModel', type: 'text' },
  { name: 'CHASQUI_EMBED_URL', key: 'memory.url', type: 'text' },
  { name: 'CHASQUI_EMBED_REMOTE_MODEL', key: 'memory.remoteModel', type: 'text' },
  { name: 'CHASQUI_EMBED_KEY', key: 'memory.key', type: 'text' },
  { name: 'DATABASE_URL', key: 'database.url', type: 'text' },
  { name: 'REDIS_URL', key: 'redis.url', type: 'text' },
  { name: 'TELEGRAM_BOT_TOKEN', key: 'telegram.token', type: 'text' },
  { name: 'TELEGRAM_API_ROOT', key: 'telegram.apiRoot', type: 'text' },
  { name: 'TELEGRAM_WEBHOOK_SECRET', key: 'telegram.webhookSecret', type: 'text' },
  { name: 'DISCORD_BOT_TOKEN', key: 'discord.token', type: 'text' },
  { name: 'DISCORD_API_ROOT', key: 'discord.apiRoot', type: 'text' },
  { name: 'META_APP_SECRET', key: 'meta.appSecret', type: 'text' },
  { name: 'META_VERIFY_TOKEN', key: 'meta.verifyToken', type: 'text' },
  { name: 'META_GRAPH_ROOT', key: 'meta.graphRoot', type: 'text' },
  { name: 'MESSENGER_PAGE_TOKEN', key: 'messenger.pageToken', type: 'text' },
  { name: 'INSTAGRAM_TOKEN', key: 'instagram.token', type: 'text' },
  { name: 'WHATSAPP_CLOUD_TOKEN', key: 'whatsappCloud.token', type: 'text' },
  { name: 'WHATSAPP_CLOUD_PHONE_ID', key: 'whatsappCloud.phoneId', type: 'text' },
  { name: 'WHATSAPP_ENABLED', key: 'whatsapp.enabled', type: 'boolean' },
  { name: 'WHATSAPP_CHROMIUM', key: 'whatsapp.chromium', type: 'text' },
  { name: 'WHATSAPP_WEB_ROOT', key: 'whatsapp.webRoot', type: 'text' },
])

/** Read by set-up and by commands. */
export const OTHER_NAMES = Object.freeze([
  'CHASQUI_DATA',
  'CHASQUI_CACHE',
  'CHASQUI_CHROMIUM',
  'CHASQUI_LLAMA_MIRRORS',
  'CHASQUI_HUB_URL',
])

/** Reserved names whose feature does not exist yet: accepted without effect, and reported by doctor. */
export const NOT_BUILT_YET = Object.freeze({
  'running as several processes': ['CHASQUI_ROLE'],
  'telemetry export': ['OTEL_EXPORTER_OTLP_ENDPOINT'],
})
