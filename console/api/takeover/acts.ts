import type { ConversationId } from '#core/contract/ids.ts'
import type { Sent } from '#core/takeover/send.ts'
import { requireSession } from '../checks.ts'
import { ConsoleError } from '../console-error.ts'
import type { StateForm } from '../forms/take-over.ts'
import type { RouteDeps } from '../route.ts'
import type { Session } from '../sessions.ts'
import { noConversation, stateOf } from './state.ts'
import { say } from '../sentences.ts'

type By = { readonly deps: RouteDeps; readonly id: string; readonly session: Session | undefined }

/** @throws {ConsoleError} with what it is now, where somebody else has it */
export async function take({ deps, id, session: given }: By, seen: string | undefined): Promise<StateForm> {
  const session = requireSession(given)
  const { account } = session
  const { type } = await deps.service.takeOvers.take({ conversation: id as ConversationId, by: account.id, seen })
  switch (type) {
    case 'taken':
      return stateOf(deps, id, session)
    case 'gone':
      throw noConversation()
    case 'not-allowed':
      throw notAllowed()
    case 'changed':
      throw await changed({ deps, id, session })
    default:
      return type satisfies never
  }
}

export async function handBack({ deps, id, session: given }: By): Promise<StateForm> {
  const session = requireSession(given)
  const by = session.account.id
  const { type } = await deps.service.takeOvers.handBack({ conversation: id as ConversationId, by })
  const now = await stateOf(deps, id, session)
  // By itself after a while, or by a click before this one: it is as was asked for.
  if (type === 'handed-back' || now.takenOver === undefined) return now
  throw await changed({ deps, id, session })
}

type Written = { readonly text: string; readonly key: string; readonly seenSeq: number }

/** @throws {ConsoleError} where nothing was sent */
export async function write(
  { deps, id, session: given }: By,
  written: Written,
  signal: AbortSignal,
): Promise<StateForm> {
  const session = requireSession(given)
  const sending = { conversation: id as ConversationId, by: session.account.id, ...written }
  const sent = await deps.service.takeOvers.send(sending, signal)
  if (sent.type === 'sent') return stateOf(deps, id, session)
  throw await refusal(sent, { deps, id, session })
}

async function refusal(
  sent: Exclude<Sent, { type: 'sent' }>,
  at: By & { readonly session: Session },
): Promise<ConsoleError> {
  switch (sent.type) {
    case 'blocked':
      return new ConsoleError('blocked', say('take-over.blocked'), {
        now: { hazards: sent.hazards },
      })
    case 'unjudged':
      return new ConsoleError('unavailable', say('take-over.unjudged'), { cause: sent.cause })
    case 'busy':
      return new ConsoleError('unavailable', say('take-over.busy'), {
        retryAfterSeconds: 2,
      })
    case 'too-many':
      return new ConsoleError('too-many', say('take-over.too-many'), {
        retryAfterSeconds: 10,
      })
    case 'window-closed':
      return new ConsoleError('conflict', say('take-over.window-closed'))
    case 'not-allowed':
      return notAllowed()
    case 'gone':
    case 'nobody':
      return noConversation()
    case 'not-yours':
      return changed(at)
    default:
      return sent satisfies never
  }
}

const notAllowed = () => new ConsoleError('conflict', say('take-over.not-allowed'))

async function changed({ deps, id, session }: By & { readonly session: Session }): Promise<ConsoleError> {
  const now = await stateOf(deps, id, session)
  const who = now.takenOver?.by
  const message =
    who === undefined
      ? say('take-over.over')
      : who === ''
        ? say('take-over.somebody')
        : say('take-over.by-other', { name: who })
  return new ConsoleError('conflict', message, { now })
}
