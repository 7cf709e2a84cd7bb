import { useQuery } from '@tanstack/react-query'
import { language, type Language } from '../../texts/language.ts'

type Words = Readonly<Record<string, string>>
type Loaded = { readonly settingNames: Words; readonly sectionNames: Words }

export type SettingNames = {
  readonly of: (key: string) => string
  readonly ofSection: (section: string) => string
}

/** Apart from the other texts: there are many, and no other page needs them. */
const LOAD: Readonly<Record<Language, () => Promise<Loaded>>> = {
  en: () => import('../../texts/en/setting-names.ts'),
  es: () => import('../../texts/es/setting-names.ts'),
  pt: () => import('../../texts/pt/setting-names.ts'),
  fr: () => import('../../texts/fr/setting-names.ts'),
  de: () => import('../../texts/de/setting-names.ts'),
  id: () => import('../../texts/id/setting-names.ts'),
  hi: () => import('../../texts/hi/setting-names.ts'),
  zh: () => import('../../texts/zh/setting-names.ts'),
}

/** Called so in every language. */
const PRODUCTS: Words = {
  redis: 'Redis',
  telegram: 'Telegram',
  discord: 'Discord',
  meta: 'Meta',
  messenger: 'Messenger',
  instagram: 'Instagram',
  whatsappCloud: 'WhatsApp Cloud',
  whatsapp: 'WhatsApp',
}

/** What each setting and section is, in words; undefined while they are loaded. */
export function useSettingNames(): SettingNames | undefined {
  const spoken = language()
  const { data } = useQuery({
    queryKey: ['setting-names', spoken],
    queryFn: () => LOAD[spoken](),
    staleTime: Infinity,
  })
  if (data === undefined) return undefined
  return {
    of: (key) => data.settingNames[key] ?? '',
    ofSection: (section) => PRODUCTS[section] ?? data.sectionNames[section] ?? section,
  }
}
