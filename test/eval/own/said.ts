import type { LabelledItem, SaidTurn } from '../set.ts'
import { labelled } from './fill.ts'
import { shuffled, type Random } from './shuffled.ts'
import type { Exchange, Told } from './story.ts'

export const DAY_MS = 86_400_000
export const FIRST_DAY_MS = Date.UTC(2026, 0, 5)
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const FIRST_HOUR = 7

export type Said = {
  readonly turns: readonly SaidTurn[]
  readonly items: readonly LabelledItem[]
  /** By the key of what was told: the turn with the answer. */
  readonly answers: ReadonlyMap<string, SaidTurn>
}

/** Day by day; within a day exchanges follow each other in any order, some minutes apart. */
export function inOrder(
  exchanges: readonly Exchange[],
  { id, random, days }: { id: string; random: Random; days: number },
): Said {
  const turns: SaidTurn[] = []
  const items: LabelledItem[] = []
  const answers = new Map<string, SaidTurn>()
  for (let day = 0; day < days; day++) {
    let saidAtMs = FIRST_DAY_MS + day * DAY_MS + (FIRST_HOUR + random.upTo(4)) * HOUR_MS
    const today = exchanges.filter((each) => each.day === day)
    for (const { texts, told } of shuffled(today, random)) {
      for (const text of texts) {
        saidAtMs += (1 + random.upTo(29)) * MINUTE_MS
        turns.push({ id: `${id}:${turns.length + 1}`, text, saidAtMs })
      }
      if (told === undefined) continue
      answers.set(told.key, turns.at(-1)!)
      items.push(itemOf(told, turns.at(-1)!))
    }
  }
  return { turns, items, answers }
}

function itemOf({ topic, concept, values, isSuperseded }: Told, { id, saidAtMs }: SaidTurn): LabelledItem {
  const { kind, field, item, slots } = concept
  const slot = slots.at(-1)
  return {
    topic,
    kind,
    ...(field && { field }),
    ...(slot && { value: values.of(slot), valueInEnglish: values.inEnglish(slot) }),
    text: labelled(item, values),
    turn: id,
    saidAtMs,
    isSuperseded,
  }
}
