import { hasCode } from '../api.ts'
import { hazards } from '../texts/en/hazards.ts'
import { listOf } from '../texts/format.ts'
import { text } from '../texts/text.ts'

/** `S9 Indiscriminate weapons`; of an unknown one its name alone. */
export function hazardName(hazard: string): string {
  const key = `hazard.${hazard}`
  if (!isKnown(key)) return hazard
  return /^S\d/.test(hazard) ? `${hazard} ${text(key)}` : text(key)
}

export const hazardNames = (of: readonly string[]) => listOf(of.map(hazardName))

/** For which a guard has blocked it, in words; undefined where it failed for something else. */
export function hazardsIn(error: unknown): string | undefined {
  if (!hasCode(error, 'blocked')) return undefined
  const { hazards: of = [] } = (error.now ?? {}) as { hazards?: readonly string[] }
  return hazardNames(of)
}

const isKnown = (key: string): key is keyof typeof hazards => Object.hasOwn(hazards, key)
