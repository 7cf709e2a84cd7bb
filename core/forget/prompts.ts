import type { Engine } from '#engine/contract.ts'
import type { ConversationId } from '../contract/ids.ts'
import { GUARD_CACHE_KEYS } from '../guard/llama-guard.ts'
import { LEARN_CACHE_KEY } from '../memory/learn/extraction.ts'

const ERASE_MS_MAX = 5_000

/**
 * What engines have cached of these conversations leaves them: prompts, and what was judged or learnt from last, whoever
 * wrote it. Returns how many prompts were erased; a slot that works is erased when it is free.
 */
export async function forgetPrompts(
  engines: readonly Pick<Engine, 'forget'>[],
  conversations: readonly ConversationId[],
): Promise<number> {
  const keys = [...conversations, ...GUARD_CACHE_KEYS, LEARN_CACHE_KEY]
  const erase = async (engine: Pick<Engine, 'forget'>) =>
    (await engine.forget?.(keys, AbortSignal.timeout(ERASE_MS_MAX))) ?? 0
  const counts = await Promise.all([...new Set(engines)].map(erase))
  return counts.reduce((sum, count) => sum + count, 0)
}
