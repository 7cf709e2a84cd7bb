import { EngineError, type GenerateEvent } from '#engine/contract.ts'
import { judgeAll, type Judgement } from '../guard/judge.ts'
import { gate } from '../guard/stream-gate.ts'
import type { Run } from './parts.ts'
import type { TurnOutcome, Usage } from './turn.ts'
import type { Understood } from './understand.ts'

type Answering = {
  readonly asked: Understood
  readonly events: AsyncIterable<GenerateEvent>
  readonly picturesDropped: number
}

/** A window is judged with what leads to it, about 50 tokens; the whole answer once more at its end. */
const CONTEXT_CHARACTERS = 200

/** Shows the answer as it grows, never a word that was not judged; ends with what the person has in the end. */
export async function streamReply(run: Run, answering: Answering, signal: AbortSignal): Promise<TurnOutcome> {
  const { asked, events, picturesDropped } = answering
  const { texts, settings } = run
  const preface = prefaceOf(run, asked, picturesDropped)
  const usage: { last?: Usage } = {}
  const released = gate({
    deltas: textOf(events, usage),
    judge: (text, isFinal, from) => {
      const judged = isFinal ? text : text.slice(Math.max(0, from - CONTEXT_CHARACTERS))
      return judgeAnswer(run, { text: judged, asked: asked.text }, signal)
    },
    charactersMax: settings.answerCharactersMax,
  })
  for await (const event of released) {
    switch (event.type) {
      case 'released':
        run.tell(preface + event.text)
        break
      case 'blocked': {
        const { hazards, shown } = event
        const text = shown === '' ? texts.blockedAnswer : `${preface}${shown.trimEnd()}\n\n${texts.stoppedAnswer}`
        return { state: 'blocked', direction: 'out', hazards, text }
      }
      case 'end':
        return ended(run, { preface, text: event.text, usage: usage.last })
      default:
        event satisfies never
    }
  }
  throw new EngineError('interrupted', 'The answer ended without its end.')
}

type Complete = { readonly preface: string; readonly text: string; readonly usage: Usage | undefined }

function ended(run: Run, { preface, text, usage }: Complete): TurnOutcome {
  if (text.trim() === '') return { state: 'apologised', reason: 'empty-answer', text: run.texts.apology }
  return { state: 'answered', text: preface + text.trimEnd(), ...(usage && { usage }) }
}

type Words = { readonly text: string; readonly asked: string }

async function judgeAnswer(run: Run, words: Words, signal: AbortSignal): Promise<Judgement> {
  const about = { direction: 'out', turn: run.turn.id, share: run.share, pictures: [] } as const
  const judgement = await judgeAll(run.guards, { ...words, ...about }, signal)
  run.keepVerdicts(judgement.verdicts)
  return judgement
}

async function* textOf(events: AsyncIterable<GenerateEvent>, usage: { last?: Usage }): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type === 'text-delta') yield event.text
    if (event.type === 'usage') usage.last = { promptTokens: event.promptTokens, answerTokens: event.answerTokens }
  }
}

/** What the person must know before the answer: a picture that could not be used is never dropped without a word. */
function prefaceOf(run: Run, asked: Understood, picturesDropped: number): string {
  const surplus = asked.surplusPictures + picturesDropped
  const seen = asked.pictures.length - picturesDropped
  const lines = [...asked.notes, ...(surplus > 0 ? [run.texts.tooManyPictures(seen)] : [])]
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`
}
