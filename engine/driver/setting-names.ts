/** The names of a host's settings, for error messages. */
export type SettingNames = { readonly url: string; readonly model: string; readonly key: string }

export const ENGINE_SETTINGS = { url: 'CHASQUI_ENGINE_URL', model: 'CHASQUI_ENGINE_MODEL', key: 'CHASQUI_ENGINE_KEY' }
export const GUARD_SETTINGS = { url: 'CHASQUI_GUARD_URL', model: 'CHASQUI_GUARD_MODEL', key: 'CHASQUI_GUARD_KEY' }

const EMBED_SETTINGS = {
  url: 'CHASQUI_EMBED_URL',
  model: 'CHASQUI_EMBED_REMOTE_MODEL',
  key: 'CHASQUI_EMBED_KEY',
}

/** By the role of the engine: chat, photo (which has no settings of its own), guard, embed. */
export const SETTINGS_OF = {
  chat: ENGINE_SETTINGS,
  photo: ENGINE_SETTINGS,
  guard: GUARD_SETTINGS,
  embed: EMBED_SETTINGS,
}
export type Role = keyof typeof SETTINGS_OF
