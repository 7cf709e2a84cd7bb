import { z } from 'zod'
import type { EvaluationSet, Question, SaidTurn, SetPerson } from './set.ts'

/**
 * Files in the format of LoCoMo (snap-research/locomo, `locomo10.json`): a list of long chats between two, with
 * questions. Only the fields that are used here are read. The data itself is CC BY-NC 4.0 and no part of this project:
 * it is measured with where somebody has it.
 */
export function parseLocomo(json: unknown, name: string): EvaluationSet {
  const people = Samples.parse(json).map((sample, index) => personOf(sample, sample.sample_id ?? String(index + 1)))
  return { name, people }
}

const Turn = z.object({
  speaker: z.string(),
  dia_id: z.string(),
  text: z.string().default(''),
  blip_caption: z.string().optional(),
})

const Samples = z.array(
  z.object({
    sample_id: z.union([z.string(), z.number().transform(String)]).optional(),
    conversation: z.record(z.string(), z.unknown()),
    qa: z.array(
      z.object({
        question: z.string(),
        evidence: z.array(z.string()).default([]),
        category: z.union([z.number(), z.string()]),
      }),
    ),
  }),
)

type Sample = z.infer<typeof Samples>[number]

/** The names that the paper gives to the numbers. */
const CATEGORIES: Readonly<Record<string, string>> = {
  1: 'multi-hop',
  2: 'temporal',
  3: 'open',
  4: 'single',
  5: 'adversarial',
}
/** Asks for what was never said; its evidence is where something like it was. It is not among the questions. */
const ADVERSARIAL = 'adversarial'

/** Both speak in one chat: the chat is the "person" whose turns are indexed. */
function personOf({ conversation, qa }: Sample, id: string): SetPerson {
  const turns = turnsOf(conversation, id)
  const known = new Set(turns.map((turn) => turn.id))
  const askedAtMs = (turns.at(-1)?.saidAtMs ?? 0) + DAY_MS
  const questions = qa.map(({ question, evidence, category }, index): Question => {
    const found = evidence.flatMap(turnIds).map((turn) => `${id}:${turn}`)
    return {
      id: `${id}:q${index + 1}`,
      text: question,
      category: CATEGORIES[category] ?? String(category),
      evidence: [...new Set(found)].filter((turn) => known.has(turn)),
      isParaphrase: false,
      askedAtMs,
    }
  })
  const asked = questions.filter(({ category, evidence }) => category !== ADVERSARIAL && evidence.length > 0)
  return { id, language: 'en', turns, questions: asked, items: [] }
}

function turnsOf(conversation: Sample['conversation'], id: string): SaidTurn[] {
  const sessions = Object.keys(conversation)
    .flatMap((key) => /^session_(\d+)$/.exec(key)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other)
  return sessions.flatMap((number) => {
    const startMs = dateOf(conversation[`session_${number}_date_time`])
    return z
      .array(Turn)
      .parse(conversation[`session_${number}`])
      .map(({ speaker, dia_id, text, blip_caption }, index) => ({
        id: `${id}:${turnIds(dia_id)[0] ?? dia_id}`,
        text: `${speaker}: ${text}${blip_caption === undefined ? '' : ` [${blip_caption}]`}`,
        saidAtMs: startMs + index * MINUTE_MS,
      }))
  })
}

/** `D8:6; D9:17`, `D:11:26` and `D30:05` stand in the data, too. */
const turnIds = (text: string) =>
  [...text.matchAll(/D:?(\d+):(\d+)/g)].map(([, session, turn]) => `D${Number(session)}:${Number(turn)}`)

/** `1:56 pm on 8 May, 2023`, taken as UTC; 0 where it cannot be read. */
function dateOf(text: unknown): number {
  const found = /^(\d+):(\d+) ([ap])m on (\d+ \w+, \d+)$/i.exec(String(text).trim())
  if (!found) return 0
  const [, hour, minute, half, day] = found
  const dayMs = Date.parse(`${day} UTC`)
  const hours = (Number(hour) % 12) + (half!.toLowerCase() === 'p' ? 12 : 0)
  return Number.isNaN(dayMs) ? 0 : dayMs + (hours * 60 + Number(minute)) * MINUTE_MS
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
