import { demoPeople, type DemoPerson } from './people.ts'
import type { SeededRandom } from './random.ts'
import { scripts, type Line, type Script } from './scripts.ts'

/** One turn of the demo, in order of time. */
export type PlannedTurn = { readonly person: DemoPerson; readonly line: Line; readonly atMs: number }

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** When people write, by hour of the day (UTC): little at night, most in the evening. */
const HOURS = [7, 8, 8, 9, 10, 11, 12, 12, 13, 15, 16, 17, 17, 18, 18, 19, 19, 19, 20, 20, 21, 21, 22, 23]

/** What everybody has written in the days before `untilMs`. Scripts are talked through line by line. */
export function plannedTurns(of: { days: number; untilMs: number; random: SeededRandom }): PlannedTurn[] {
  const { days, untilMs, random } = of
  const planned = demoPeople.flatMap((person) => {
    const [usual, rare] = [false, true].map((isRare) =>
      scripts.filter((script) => script.locale === person.locale && (script.isRare ?? false) === isRare),
    ) as [Script[], Script[]]
    const talks = Math.max(1, Math.round((person.turnsPerWeek * days) / 7 / LINES_PER_TALK))
    return Array.from({ length: talks }, (_, index) => {
      const script = rare.length > 0 && random.is(RARE_SHARE) ? random.oneOf(rare) : usual[index % usual.length]
      return talk({ person, lines: script?.lines ?? [], random, days, untilMs })
    })
  })
  return planned
    .flat()
    .filter(({ atMs }) => atMs < untilMs)
    .sort((one, other) => one.atMs - other.atMs)
}

const RARE_SHARE = 0.07
const LINES_PER_TALK = scripts.reduce((lines, script) => lines + script.lines.length, 0) / scripts.length

type Talk = {
  readonly person: DemoPerson
  readonly lines: readonly Line[]
  readonly random: SeededRandom
  readonly days: number
  readonly untilMs: number
}

function talk({ person, lines, random, days, untilMs }: Talk): PlannedTurn[] {
  const midnight = Math.floor(untilMs / DAY_MS) * DAY_MS - random.between(0, days - 1) * DAY_MS
  let atMs = midnight + random.oneOf(HOURS) * HOUR_MS + random.between(0, 59) * MINUTE_MS
  return lines.map((line) => {
    atMs += random.between(1, 9) * MINUTE_MS
    return { person, line, atMs }
  })
}
