import { shortened } from '../contract/text.ts'
import { TOLD_CHARACTERS_MAX } from '../memory/told.ts'
import type { CommandContext, CommandReply } from './command.ts'
import { oneLine } from './memory-pages.ts'

/** Of a memory in the answer to its command. */
const SHOWN_CHARACTERS_MAX = 200

/** What the person wants to have kept, once it was judged; or why it is not kept. */
export async function wordsToKeep(
  { texts, memory, turn, judge }: CommandContext,
  given: string,
): Promise<{ readonly words: string } | { readonly refusal: CommandReply }> {
  const words = oneLine(given)
  if (words.length > TOLD_CHARACTERS_MAX) return { refusal: { text: texts.memory.tooLong(TOLD_CHARACTERS_MAX) } }
  if (!memory.isEnabled) return { refusal: { text: texts.memory.state.never } }
  const { isOff, isPrivate } = await memory.stateOf(turn)
  if (isOff) return { refusal: { text: texts.memory.notKept.off } }
  if (isPrivate) return { refusal: { text: texts.memory.notKept.private } }
  const judgement = await judge(words)
  return judgement.type === 'block' ? { refusal: { blocked: judgement, judged: words } } : { words }
}

export function shown(words: string): string {
  const short = shortened(words, SHOWN_CHARACTERS_MAX)
  return short === words ? words : `${short}…`
}
