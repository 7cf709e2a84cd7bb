/** By their own names, in every language. */
export const PLATFORM_NAMES: Readonly<Record<string, string>> = {
  telegram: 'Telegram',
  discord: 'Discord',
  whatsapp: 'WhatsApp',
  'whatsapp-cloud': 'WhatsApp Cloud API',
  messenger: 'Messenger',
  instagram: 'Instagram',
  web: 'Web',
  terminal: 'Terminal',
}

export const platformName = (platform: string) => PLATFORM_NAMES[platform] ?? platform
