/** What an operator sets of a host. Errors name the settings of the right one. */
export type SettingNames = { readonly url: string; readonly model: string; readonly key: string }

/** What an engine is there for: words, turns with pictures, verdicts. */
export type Role = 'chat' | 'photo' | 'guard'

export const ENGINE_SETTINGS: SettingNames = {
  url: 'CHASQUI_ENGINE_URL',
  model: 'CHASQUI_ENGINE_MODEL',
  key: 'CHASQUI_ENGINE_KEY',
}

export const GUARD_SETTINGS: SettingNames = {
  url: 'CHASQUI_GUARD_URL',
  model: 'CHASQUI_GUARD_MODEL',
  key: 'CHASQUI_GUARD_KEY',
}

/** A role without settings of its own has those of the engine that serves it. */
export const SETTINGS_OF: Readonly<Record<Role, SettingNames>> = {
  chat: ENGINE_SETTINGS,
  photo: ENGINE_SETTINGS,
  guard: GUARD_SETTINGS,
}
