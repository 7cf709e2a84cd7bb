import type { LiveChannels } from '#adapters/live-channels.ts'
import type { LiveSettings } from './run-time-settings.ts'

/** Groups of settings that only channels have; what else they use holds from a start on. */
const GROUPS = ['telegram', 'discord', 'meta', 'messenger', 'instagram', 'whatsappCloud', 'whatsapp'] as const

/** Channels open, change and close with the settings. */
export function followSettings(channels: LiveChannels, settings: LiveSettings): void {
  settings.onChange({ keys: GROUPS, apply: (config) => channels.apply(config) })
}

/** Whether one of these settings is the console's: such a channel that cannot be opened does not stop a start. */
export async function isOwnSetting(settings: LiveSettings): Promise<(keys: readonly string[]) => boolean> {
  const own = new Set((await settings.list()).filter(({ source }) => source === 'console').map(({ key }) => key))
  return (keys) => keys.some((key) => own.has(key))
}
