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
import type { Serving } from '../serving.ts'
import { textsFor } from '../texts/texts.ts'
import type { Texts } from '../texts/text-table.ts'
import type { Store } from '../store/store.ts'
import { shareOf, type Turn } from '../contract/turn.ts'
import { StepTimes } from './step-times.ts'

/** The dependencies of a turn, the same for every turn. */
export type TurnDeps = {
  readonly store: Store
  readonly bus: ReplyBus
  /** Engines and guards: each try takes them, and keeps to them until its end. */
  readonly serving: Serving
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
  /** Person and network, for fair scheduling of engines and decoder. */
  readonly share: Share
  readonly texts: Texts
  readonly verdicts: readonly Verdict[]
  keepVerdicts(verdicts: readonly Verdict[]): void
  readonly steps: StepTimes
  /** A draft of the answer, or the notice that it takes longer, was published. */
  hasShown(): boolean
  /** The newest draft of the answer. */
  shown(): Shown | undefined
  /** When the last draft was published, or the run began; by the monotonic clock, without the time of `waitsFor`. */
  lastShownMs(): number
  /** For what no person should be given up: the time until it resolves does not count. */
  waitsFor<T>(wait: Promise<T>): Promise<T>
  startTyping(): void
  /** Publishes judged text; the newest text wins. Does nothing once the turn was aborted or stopped. */
  publishDraft(draft: Shown): void
  /** The same for a notice of our own in place of the answer. */
  publishNotice(text: string): void
  close(): void
}

/** A run with the engine that answers it and the guards that judge it. */
export type ServedRun = Run & { readonly engine: Engine; readonly guards: readonly Guard[] }

/** `memoriesUsed`: as in the outcome. */
export type Shown = { readonly text: string; readonly memoriesUsed: readonly MemoryRef[] }

export function openRun(deps: TurnDeps, turn: Turn, { signal, stop }: Pick<Run, 'signal' | 'stop'>): Run {
  const { bus, clock } = deps
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
  const steps = new StepTimes(clock, turn.receivedAtMs)
  const nowMs = () => clock.monotonicMs()
  let hasShown = false
  let shown: Shown | undefined
  let lastShownMs = nowMs()
  let waitsSinceMs: number | undefined
  let typing = false
  const publish = (text: string) => {
    if (signal.aborted || stop.aborted) return false
    hasShown = true
    lastShownMs = nowMs()
    bus.publish({ op: 'reply-draft', target, text })
    return true
  }
  return {
    ...deps,
    settings: deps.settings(),
    turn,
    signal,
    stop,
    share: shareOf(turn),
    texts: textsFor(turn.locale),
    verdicts,
    steps,
    keepVerdicts: (more) => void verdicts.push(...more),
    hasShown: () => hasShown,
    shown: () => shown,
    lastShownMs: () => Math.min(nowMs(), lastShownMs + (waitsSinceMs === undefined ? 0 : nowMs() - waitsSinceMs)),
    async waitsFor(wait) {
      const sinceMs = (waitsSinceMs = nowMs())
      try {
        return await wait
      } finally {
        waitsSinceMs = undefined
        // What was published meanwhile counts from then.
        lastShownMs = Math.min(nowMs(), lastShownMs + nowMs() - sinceMs)
      }
    },
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
