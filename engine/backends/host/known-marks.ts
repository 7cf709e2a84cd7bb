import { z } from 'zod'
import { EngineError, isTransient } from '../../contract.ts'
import type { Driver } from '../../driver/driver.ts'
import { isUnknownPath, StatusError } from '../../driver/faults.ts'
import { tokensOf } from '../../driver/token-counter.ts'

/**
 * Which of the known control tokens the host's own tokenizer reads as one token. Undefined for a host without a
 * tokenizer, and when its answers make no sense.
 * @throws {EngineError} when the tokenizer may answer later
 */
export async function marksKnownTo(
  driver: Driver,
  { model, candidates }: { model: string; candidates: readonly string[] },
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const isToken = async (text: string) => (await tokensOf(driver, { model, text, readsMarks: true }, signal)) === 1
  try {
    if (await isToken(ORDINARY)) return undefined
    const known = new Set<string>()
    const open = candidates.values()
    const ask = async () => {
      for (const mark of open) if (await isToken(mark)) known.add(mark)
    }
    await Promise.all(Array.from({ length: QUESTIONS_AT_ONCE }, ask))
    // Every chat model has some; a tokenizer that finds none does not parse control tokens in this request.
    return known.size > 0 ? candidates.filter((mark) => known.has(mark)) : undefined
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (mayAnswerLater(error)) throw error
    if (!(error instanceof EngineError || error instanceof z.ZodError)) throw error
    return undefined
  }
}

/** Not for a tokenizer that answers with something other than JSON. */
function mayAnswerLater(error: unknown): boolean {
  if (!isTransient(error) || isUnknownPath(error)) return false
  if (error instanceof StatusError) return error.code === 'failed' && error.status >= 400
  return error.code === 'unavailable' || error.code === 'interrupted'
}

/** No vocabulary has this as one token. */
const ORDINARY = 'This is not a control token, is it?'
const QUESTIONS_AT_ONCE = 8
