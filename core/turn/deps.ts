import type { Engine, Share } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Access } from '../access/access.ts'
import type { ServiceStatus } from '../contract/channel.ts'
import type { MemoryRef } from '../contract/memory.ts'
import type { MediaPart } from '../contract/message.ts'
import type { Exported } from '../commands/command.ts'
import type { ReplyBus, ReplyTarget } from '../delivery/bus.ts'
import type { Guard } from '../guard/guard.ts'
import type { Verdict } from '../contract/verdict.ts'
import type { Limits } from '../limits.ts'
import type { MemoryControl } from '../memory/control.ts'
import type { MediaStore } from '../media/media-store.ts'
import type { Memory } from '../memory/memory.ts'
import { textsFor } from '../texts/texts.ts'
import type { Texts } from '../texts/text-table.ts'
import type { Store } from '../store/store.ts'
import { shareOf, type Turn } from '../contract/turn.ts'
import { StepTimes } from './step-times.ts'

/** The dependencies of a turn, the same for every turn. */
export type TurnDeps = {
  readonly store: Store
  readonly bus: ReplyBus
  /** `chat` answers text, `photo` answers turns with pictures. */
  readonly engines: { readonly chat: Engine; readonly photo: Engine }
  readonly guards: readonly Guard[]
  readonly limits: Limits
  /** Who may write. */
  readonly access: Pick<Access, 'standingOf' | 'offerCode'>
  readonly media: MediaStore
  /** What the person's commands see and change of their memory. */
  readonly control: MemoryControl
  readonly memory: Memory
  readonly fetchMedia: (turn: Turn, media: MediaPart, signal: AbortSignal) => Promise<Uint8Array>
  /** Everything that is held about the person of a turn, in files that its channel takes. */
  readonly exportOf: (turn: Turn, signal: AbortSignal) => Promise<Exported>
  readonly status: () => ServiceStatus
  /** At the moment; a run keeps those that it began with. */
  readonly settings: () => TurnSettings
  readonly clock: Clock
  readonly log: Logger
}

export type TurnSettings = {
  readonly promptTokensMax: number
  readonly answerTokensMax: number
  readonly answerCharactersMax: number
  readonly askedCharactersMax: number
  readonly picturesMax: number
  readonly pastTurnsMax: number
  /** Pause before the second try; each further pause is twice as long. */
  readonly retryFirstMs: number
  /** When a person has seen nothing for this long, a notice says that it takes longer. */
  readonly delayNoticeAfterMs: number
  /** When nothing new was shown for this long, the turn ends with an apology. */
  readonly giveUpAfterMs: number
}

/** One run of one turn: its dependencies, the verdicts so far, and what was shown. */
export type Run = Omit<TurnDeps, 'settings'> & {
  readonly settings: TurnSettings
  readonly turn: Turn
  readonly signal: AbortSignal
  /** Aborts when the person stops the answer. A command is not stopped: it may have done its work already. */
  readonly stop: AbortSignal
  /** The engine that answers this turn. */
  readonly engine: Engine
  /** Person and network, for fair scheduling of engines and decoder. */
  readonly share: Share
  readonly texts: Texts
  readonly verdicts: readonly Verdict[]
  keepVerdicts(verdicts: readonly Verdict[]): void
  readonly steps: StepTimes
  /** A draft of the answer, or the notice that it takes longer, was published. */
  readonly hasShown: boolean
  /** The newest draft of the answer. */
  readonly shown: Shown | undefined
  /** When the last draft was published, or the run began; by the monotonic clock. */
  lastShownMs(): number
  startTyping(): void
  /** Publishes judged text; the newest text wins. Does nothing once the turn was aborted or stopped. */
  publishDraft(draft: Shown): void
  /** The same for a notice of our own in place of the answer. */
  publishNotice(text: string): void
  close(): void
}

/** `memoriesUsed`: as in the outcome. */
export type Shown = { readonly text: string; readonly memoriesUsed: readonly MemoryRef[] }

export function openRun(deps: TurnDeps, turn: Turn, { signal, stop }: Pick<Run, 'signal' | 'stop'>): Run {
  const { bus, engines } = deps
  const { conversation, account, chat } = turn
  const answers = turn.messageIds.at(-1)
  const target: ReplyTarget = {
    reply: turn.replyId,
    turn: turn.id,
    conversation,
    account,
    chat,
    ...(answers && { answers }),
  }
  const verdicts: Verdict[] = []
  const steps = new StepTimes(deps.clock, turn.receivedAtMs)
  let hasShown = false
  let shown: Shown | undefined
  let lastShownMs = deps.clock.monotonicMs()
  let typing = false
  const publish = (text: string) => {
    if (signal.aborted || stop.aborted) return false
    hasShown = true
    lastShownMs = deps.clock.monotonicMs()
    bus.publish({ op: 'reply-draft', target, text })
    return true
  }
  return {
    ...deps,
    settings: deps.settings(),
    turn,
    signal,
    stop,
    engine: 'pictures' in turn.asked && turn.asked.pictures.length > 0 ? engines.photo : engines.chat,
    share: shareOf(turn),
    texts: textsFor(turn.locale),
    verdicts,
    steps,
    keepVerdicts: (more) => void verdicts.push(...more),
    get hasShown() {
      return hasShown
    },
    get shown() {
      return shown
    },
    lastShownMs: () => lastShownMs,
    startTyping() {
      typing = true
      bus.publish({ op: 'typing-start', target })
    },
    publishDraft(draft) {
      if (!publish(draft.text)) return
      steps.firstWords()
      shown = draft
    },
    publishNotice: (text) => void publish(text),
    close() {
      if (typing) bus.publish({ op: 'typing-end', reply: turn.replyId })
    },
  }
}
