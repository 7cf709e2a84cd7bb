import { useQuery } from '@tanstack/react-query'
import { language, type Language } from '../../texts/language.ts'

type Names = Readonly<Record<string, string>>

/** Apart from the other texts: there are many, and no other page needs them. */
const LOAD: Readonly<Record<Language, () => Promise<{ settingNames: Names }>>> = {
  en: () => import('../../texts/en/setting-names.ts'),
  es: () => import('../../texts/es/setting-names.ts'),
  pt: () => import('../../texts/pt/setting-names.ts'),
  fr: () => import('../../texts/fr/setting-names.ts'),
  de: () => import('../../texts/de/setting-names.ts'),
  id: () => import('../../texts/id/setting-names.ts'),
  hi: () => import('../../texts/hi/setting-names.ts'),
  zh: () => import('../../texts/zh/setting-names.ts'),
}

/** What each setting is, in words; undefined while they are loaded. */
export function useSettingNames(): Names | undefined {
  const spoken = language()
  const { data } = useQuery({
    queryKey: ['setting-names', spoken],
    queryFn: async () => (await LOAD[spoken]()).settingNames,
    staleTime: Infinity,
  })
  return data
}
