import { z } from 'zod'
import { EngineError, type Sampling } from '../../contract.ts'
import type { Dialect } from '../../driver/chat-body.ts'
import type { Driver } from '../../driver/driver.ts'
import { THOUGHT_FORMS } from '../../driver/thought-forms.ts'
import type { Clock } from '#machine/clock.ts'
import { openDeadline } from '#machine/deadline.ts'

/**
 * Whether the answers of a server begin inside a thought, because its template writes the opening: then the answer to
 * the simplest question holds a closing without an opening. A thought longer than the trial is not found; when it
 * closes later, what was shown of it is replaced. Undefined when the trial took too long.
 */
export async function beginsInThought(
  driver: Driver,
  { sampling, clock, trialMs = TRIAL_MS }: { sampling: Sampling; clock: Clock; trialMs?: number | undefined },
  signal: AbortSignal,
): Promise<boolean | undefined> {
  // Otherwise a repeated trial would not see the thought, as the filter removes it.
  driver.setTextTraits({ startsInThought: false })
  const deadline = openDeadline({ limitMs: trialMs, clock }, signal)
  const messages = [{ role: 'user' as const, parts: [HELLO] }]
  const request = { id: 'self-test', class: 'chat' as const, messages, tokensMax: TRIAL_TOKENS, sampling }
  try {
    for await (const event of driver.generate(request, deadline.signal)) if (event.type === 'restart') return true
    return false
  } catch (error) {
    if (signal.aborted || !(error instanceof EngineError)) throw error
    return error.code === 'aborted' ? undefined : false
  } finally {
    deadline.end()
  }
}

/** Whether llama-server's rendered template may leave a thought open: only then the trial is needed. */
export async function templateOpensThought(
  driver: Driver,
  { templateArguments }: Pick<Dialect, 'templateArguments'>,
  signal: AbortSignal,
): Promise<boolean> {
  const body = { messages: [{ role: 'user', content: HELLO.text }], chat_template_kwargs: templateArguments }
  try {
    const { prompt } = templated.parse(await driver.question('POST', '/apply-template', signal, body))
    return THOUGHT_FORMS.some(({ opens, closes }) => prompt.lastIndexOf(opens) > prompt.lastIndexOf(closes))
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (!(error instanceof EngineError || error instanceof z.ZodError)) throw error
    return true
  }
}

const templated = z.object({ prompt: z.string() })

const HELLO = { type: 'text', text: 'Say hello.' } as const
/** Enough for the thought about a greeting; a model that does not think has answered after ten tokens. */
const TRIAL_TOKENS = 512
/** A server slower than this must still become ready. */
const TRIAL_MS = 60_000
