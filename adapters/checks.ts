import { z } from 'zod'
import { ChannelError } from '#core/contract/channel.ts'
import type { AccountId, Platform } from '#core/contract/ids.ts'
import { CodedError, saidBy } from '#machine/coded-error.ts'
import { toldAs, type Said, type Told } from '#machine/sentence.ts'
import { say } from './sentences.ts'

/** The channels that are set up; the page and the terminal are always there. */
export type CheckedChannel = Exclude<Platform, 'web' | 'terminal'>

export type CheckLine = Told<'text'> & { readonly result: 'ok' | 'warn' | 'fail' }

/** What a platform says of settings that are not kept yet. No line holds a secret. */
export type ChannelCheck = {
  /** Nothing failed. */
  readonly ok: boolean
  /** The platform refuses the token, or the settings can never work: trying again changes nothing. */
  readonly isRefused: boolean
  readonly account?: AccountId
  /** As people see the bot there. */
  readonly name?: string
  readonly lines: readonly CheckLine[]
  /** Discord: where the bot is invited to a server. */
  readonly installLink?: string
  /** Of the first question. */
  readonly roundTripMs?: number
}

export type Asked = Omit<ChannelCheck, 'ok' | 'isRefused'>

/** The answer of a platform, or why there is none. */
export async function checked(ask: () => Promise<Asked>): Promise<ChannelCheck> {
  try {
    const answer = await ask()
    return { ...answer, ok: answer.lines.every(({ result }) => result !== 'fail'), isRefused: false }
  } catch (error) {
    if (error instanceof z.ZodError)
      return { ok: false, isRefused: false, lines: [line('fail', say('check.unreadable'))] }
    // Others may hold an address with a token.
    if (!(error instanceof CodedError)) throw error
    const isRefused = !(error instanceof ChannelError) || error.code === 'unauthorised' || error.code === 'refused'
    return { ok: false, isRefused, lines: [line('fail', saidBy(error))] }
  }
}

/** For a question that is asked once, while somebody waits. */
export const CHECK_CALL_MS = 8_000

/** How long a first question took. */
export async function timed<Result>(ask: () => Promise<Result>): Promise<{ result: Result; roundTripMs: number }> {
  const askedMs = performance.now()
  const result = await ask()
  return { result, roundTripMs: Math.round(performance.now() - askedMs) }
}

export const line = (result: CheckLine['result'], said: Said): CheckLine => ({ result, ...toldAs('text', said) })
