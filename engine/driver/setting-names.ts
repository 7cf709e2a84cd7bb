/** What an operator sets of a host. Errors name the settings of the right one. */
export type SettingNames = { readonly url: string; readonly model: string; readonly key: string }

export const ENGINE_SETTINGS = { url: 'CHASQUI_ENGINE_URL', model: 'CHASQUI_ENGINE_MODEL', key: 'CHASQUI_ENGINE_KEY' }
export const GUARD_SETTINGS = { url: 'CHASQUI_GUARD_URL', model: 'CHASQUI_GUARD_MODEL', key: 'CHASQUI_GUARD_KEY' }

/** By what an engine is there for: words, turns with pictures (which have no settings of their own), verdicts. */
export const SETTINGS_OF = { chat: ENGINE_SETTINGS, photo: ENGINE_SETTINGS, guard: GUARD_SETTINGS }
export type Role = keyof typeof SETTINGS_OF
