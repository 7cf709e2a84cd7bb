import { EngineError, type GenerateEvent } from '#engine/contract.ts'
import { RESTART, type TextPiece } from '../guard/inflow.ts'
import { judgeAll, type Judgement } from '../guard/guard.ts'
import { gate } from '../guard/stream-gate.ts'
import { noteBelow } from '../texts/texts.ts'
import type { MemoryRef } from '../contract/memory.ts'
import type { Prompt } from '../prompt/build.ts'
import type { Run, ServedRun } from './deps.ts'
import type { TurnOutcome, Usage } from '../contract/turn.ts'
import type { Understood } from './understand.ts'

type Answering = {
  readonly asked: Understood
  readonly events: AsyncIterable<GenerateEvent>
  readonly prompt: Pick<Extract<Prompt, { type: 'prompt' }>, 'picturesDropped' | 'memoriesUsed'>
}

/** Each window is judged with about 50 tokens before it; the whole answer is judged once more at its end. */
const CONTEXT_CHARACTERS = 200

/** Publishes the answer as it grows, only judged text. Returns the outcome with the final text. */
export async function streamReply(run: ServedRun, answering: Answering, signal: AbortSignal): Promise<TurnOutcome> {
  const { asked, events, prompt } = answering
  const { texts, settings } = run
  const preface = prefaceOf(run, asked, prompt.picturesDropped)
  const about: About = {}
  const { memoriesUsed } = prompt
  const timed = run.steps.summed('judge-out')
  let judged = ''
  const released = gate({
    deltas: textOf(events, about),
    judge: (text, isFinal, from) => {
      judged = isFinal ? text : text.slice(Math.max(0, from - CONTEXT_CHARACTERS))
      return timed(() => judgeAnswer(run, { text: judged, asked: asked.text }, signal))
    },
    charactersMax: settings.answerCharactersMax,
  })
  for await (const event of released) {
    switch (event.type) {
      case 'released':
        run.publishDraft({ text: preface + event.text, memoriesUsed })
        break
      case 'blocked': {
        const { hazards, shown } = event
        const text = shown === '' ? texts.blockedAnswer : noteBelow(preface + shown, texts.stoppedAnswer)
        return { type: 'blocked', direction: 'out', hazards, text, judged }
      }
      case 'end':
        return ended(run, { preface, text: event.text, isCut: event.cut, memoriesUsed, ...about })
      default:
        event satisfies never
    }
  }
  throw new EngineError('interrupted', 'The answer ended without its end.')
}

/** What the engine reports about an answer, beside its text. */
type About = { usage?: Usage; end?: Extract<GenerateEvent, { type: 'end' }> }

type Complete = About & {
  readonly preface: string
  readonly text: string
  readonly isCut: boolean
  readonly memoriesUsed: readonly MemoryRef[]
}

function ended(run: Run, { preface, text, isCut, memoriesUsed, usage, end }: Complete): TurnOutcome {
  const { log, turn, texts } = run
  const { thoughtCharacters = 0, finish } = end ?? {}
  const isEmpty = text.trim() === ''
  const fields = { turn: turn.id, thoughtCharacters, answerTokens: usage?.answerTokens, finish }
  if (isEmpty && thoughtCharacters > 0) log.warn(fields, 'empty answer: the model used all its tokens for its thought')
  else if (thoughtCharacters > 0) log.debug(fields, 'answer came after a thought')
  if (isEmpty) return { type: 'apologised', reason: 'empty-answer', text: texts.apology }
  const cut = isCut || finish === 'length' ? 'length' : finish === 'repeated' ? finish : undefined
  const note = cut && texts.cutAnswer[cut]
  const optional = { ...(note && { note }), ...(usage && { usage }), ...(memoriesUsed.length > 0 && { memoriesUsed }) }
  return { type: 'answered', text: preface + text.trimEnd(), ...optional }
}

type Words = { readonly text: string; readonly asked: string }

async function judgeAnswer(run: ServedRun, words: Words, signal: AbortSignal): Promise<Judgement> {
  const about = { direction: 'out', turn: run.turn.id, share: run.share, pictures: [] } as const
  const judgement = await judgeAll(run.guards, { ...words, ...about }, signal)
  run.keepVerdicts(judgement.verdicts)
  return judgement
}

async function* textOf(events: AsyncIterable<GenerateEvent>, about: About): AsyncGenerator<TextPiece> {
  for await (const event of events) {
    if (event.type === 'text-delta') yield event.text
    if (event.type === 'restart') yield RESTART
    if (event.type === 'usage') about.usage = { promptTokens: event.promptTokens, answerTokens: event.answerTokens }
    if (event.type === 'end') about.end = event
  }
}

/** Notes before the answer: the person is always informed about a picture that could not be used. */
function prefaceOf(run: Run, asked: Understood, picturesDropped: number): string {
  const surplus = asked.surplusPictures + picturesDropped
  const seen = asked.pictures.length - picturesDropped
  const lines = [...asked.notes, ...(surplus > 0 ? [run.texts.tooManyPictures(seen)] : [])]
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`
}
