import type { Platform } from '#core/contract/ids.ts'

export type DemoPerson = {
  readonly name: string
  readonly platform: Platform
  readonly locale: 'en' | 'es' | 'de'
  /** How much they write: turns in a week, on average. */
  readonly turnsPerWeek: number
}

/** The bot's own id on each platform that the demo plays. */
export const DEMO_BOTS: Partial<Record<Platform, string>> = {
  telegram: '7000000001',
  discord: '700000000000000001',
  web: 'web',
}

export const demoPeople: readonly DemoPerson[] = [
  { name: 'Amara Okafor', platform: 'telegram', locale: 'en', turnsPerWeek: 24 },
  { name: 'Ben Lindqvist', platform: 'telegram', locale: 'en', turnsPerWeek: 11 },
  { name: 'Carla Fuentes', platform: 'telegram', locale: 'es', turnsPerWeek: 18 },
  { name: 'Dev Patel', platform: 'discord', locale: 'en', turnsPerWeek: 31 },
  { name: 'Emma Roth', platform: 'telegram', locale: 'de', turnsPerWeek: 9 },
  { name: 'Farid Haddad', platform: 'discord', locale: 'en', turnsPerWeek: 6 },
  { name: 'Grace Kim', platform: 'web', locale: 'en', turnsPerWeek: 14 },
  { name: 'Hugo Mamani', platform: 'telegram', locale: 'es', turnsPerWeek: 22 },
  { name: 'Ines Duarte', platform: 'web', locale: 'es', turnsPerWeek: 4 },
  { name: 'Jonas Weber', platform: 'discord', locale: 'de', turnsPerWeek: 7 },
  { name: 'Kofi Mensah', platform: 'telegram', locale: 'en', turnsPerWeek: 16 },
  { name: 'ليلى منصور', platform: 'telegram', locale: 'en', turnsPerWeek: 8 },
  { name: 'Mateo Quispe', platform: 'discord', locale: 'es', turnsPerWeek: 12 },
  { name: 'Nina Petrova', platform: 'telegram', locale: 'en', turnsPerWeek: 3 },
  { name: '王小明', platform: 'telegram', locale: 'en', turnsPerWeek: 10 },
  { name: 'Priya 🌿', platform: 'web', locale: 'en', turnsPerWeek: 5 },
]
