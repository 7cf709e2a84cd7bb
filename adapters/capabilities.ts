import type { Capabilities } from '#core/contract/channel.ts'
import type { Platform } from '#core/contract/ids.ts'

export type ChannelCapabilities = {
  readonly channel: Platform
  readonly dm: Capabilities
  /** Absent: it has no groups. */
  readonly group?: Capabilities
}

/** What every channel can do, also those that are off: none of them is opened, and no library of theirs is loaded. */
export async function allCapabilities(): Promise<readonly ChannelCapabilities[]> {
  const [telegram, discord, whatsapp, { PRODUCTS }, web, terminal] = await Promise.all([
    import('./telegram/capabilities.ts'),
    import('./discord/capabilities.ts'),
    import('./whatsapp/capabilities.ts'),
    import('./meta/products.ts'),
    import('./web/channel.ts'),
    import('./terminal/channel.ts'),
  ])
  const inBoth = (of: (chat: { id: string; kind: 'dm' | 'group' }) => Capabilities) => ({
    dm: of({ id: '1', kind: 'dm' }),
    group: of({ id: '1', kind: 'group' }),
  })
  return [
    { channel: 'telegram', ...inBoth(telegram.capabilitiesOf) },
    { channel: 'discord', ...inBoth(discord.capabilitiesOf) },
    { channel: 'whatsapp', ...inBoth(() => whatsapp.CAPABILITIES) },
    ...Object.values(PRODUCTS).map(({ name, capabilities }) => ({ channel: name, dm: capabilities })),
    { channel: 'web', dm: web.CAPABILITIES },
    { channel: 'terminal', dm: terminal.CAPABILITIES },
  ]
}
