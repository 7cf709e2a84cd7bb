/** What an operator sets of a host. Errors name the settings of the right one. */
export type SettingNames = { readonly url: string; readonly model: string; readonly key: string }

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
