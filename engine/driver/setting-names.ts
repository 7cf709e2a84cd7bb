/** The names of a host's settings, for error messages. */
export type SettingNames = { readonly url: string; readonly model: string; readonly key: string }

export const ENGINE_SETTINGS = { url: 'CHASQUI_ENGINE_URL', model: 'CHASQUI_ENGINE_MODEL', key: 'CHASQUI_ENGINE_KEY' }
export const GUARD_SETTINGS = { url: 'CHASQUI_GUARD_URL', model: 'CHASQUI_GUARD_MODEL', key: 'CHASQUI_GUARD_KEY' }

/** By the role of the engine: chat, photo (which has no settings of its own), guard. */
export const SETTINGS_OF = { chat: ENGINE_SETTINGS, photo: ENGINE_SETTINGS, guard: GUARD_SETTINGS }
export type Role = keyof typeof SETTINGS_OF
