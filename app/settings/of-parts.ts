import type { RetentionDeps } from '#core/jobs/retention.ts'
import type { TurnSettings } from '#core/turn/deps.ts'
import type { Config } from '../config.ts'

/** What parts of core are given of the settings; they ask anew each time. */
export function turnSettings({ engine, media }: Config): TurnSettings {
  return {
    promptTokensMax: engine.promptTokensMax,
    answerTokensMax: engine.answerTokensMax,
    answerCharactersMax: 16_000,
    askedCharactersMax: 20_000,
    picturesMax: media.picturesMax,
    pastTurnsMax: 40,
    retryFirstMs: 250,
    delayNoticeAfterMs: 8_000,
    giveUpAfterMs: 120_000,
  }
}

export const retentionOf = ({ retention, memory }: Config): ReturnType<RetentionDeps['retention']> => ({
  ...retention,
  factsDays: memory.factsDays,
  passagesDays: memory.passagesDays,
})
