/** Languages that the console speaks, each by its own name. */
export const LANGUAGES = {
  en: 'English',
  es: 'Español',
  pt: 'Português',
  fr: 'Français',
  de: 'Deutsch',
  id: 'Bahasa Indonesia',
  hi: 'हिन्दी',
  zh: '简体中文',
}

export type Language = keyof typeof LANGUAGES

const KEPT_AS = 'chasqui.language'
/** English as a right-to-left language would lay it out: `?locale=x-rtl`, for tests. */
const PSEUDO_RTL = 'x-rtl'

const isLanguage = (tag: string | null): tag is Language => tag !== null && Object.hasOwn(LANGUAGES, tag)

/** The one that was chosen here before; otherwise the first of the browser's that the console has. */
function chosen(): Language {
  const kept = localStorage.getItem(KEPT_AS)
  if (isLanguage(kept)) return kept
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

export const isPseudo = new URLSearchParams(location.search).get('locale') === PSEUDO_RTL

export const direction = isPseudo ? 'rtl' : 'ltr'

let present: Language = isPseudo ? 'en' : chosen()
const watchers = new Set<() => void>()

export const language = () => present

/** For Intl: with the browser's region, where its language is the console's. */
export const locale = () => navigator.languages.find((tag) => tag.slice(0, 2) === present) ?? present

/** Until the page is loaded again; what was chosen stays so. */
export const speakEnglish = () => void (present = 'en')

export function keepLanguage(language: Language): void {
  present = language
  localStorage.setItem(KEPT_AS, language)
  for (const tell of watchers) tell()
}

export function watchLanguage(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}
