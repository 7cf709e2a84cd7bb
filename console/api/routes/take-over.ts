import { bytesAnswer } from '../bytes.ts'
import { requireSession } from '../checks.ts'
import { waitingPictureOf } from '../conversations/picture.ts'
import { conversationParams } from '../forms/conversations.ts'
import { nothing } from '../forms/page.ts'
import { stateForm, takeForm, waitingForm, waitingPictureParams, writeForm } from '../forms/take-over.ts'
import { route, type Asked, type RouteDeps } from '../route.ts'
import { handBack, take, write } from '../takeover/acts.ts'
import { personIn, stateOf } from '../takeover/state.ts'
import { waitingIn } from '../takeover/waiting.ts'

type Params = { readonly id: string }
const idIn = ({ params: { id } }: { readonly params: Params }) => id
const of = { needs: 'moderator', params: conversationParams, query: nothing } as const

/** Whose private chat it is stands in the audit, too. */
async function notePerson(
  { params: { id }, note }: Asked<Params, unknown, unknown>,
  { pool }: RouteDeps,
): Promise<void> {
  note({ person: await personIn(pool, id) })
}

/** A person answers in place of the model. */
export const takeOverRoutes = [
  route({
    ...of,
    method: 'GET',
    path: '/api/conversations/:id/state',
    shows: 'numbers',
    body: nothing,
    answer: stateForm,
    handle: ({ params: { id } }, deps, session) => stateOf(deps, id, requireSession(session)),
  }),
  route({
    ...of,
    method: 'GET',
    path: '/api/conversations/:id/waiting',
    shows: 'content',
    audit: { action: 'conversation.waiting', conversation: idIn },
    body: nothing,
    answer: waitingForm,
    handle: ({ params: { id } }, { pool }) => waitingIn(pool, id),
  }),
  route({
    ...of,
    method: 'GET',
    path: '/api/conversations/:id/waiting/:event/:part',
    shows: 'content',
    asksOthers: true,
    audit: { action: 'conversation.picture', conversation: idIn },
    params: waitingPictureParams,
    body: nothing,
    answer: bytesAnswer,
    handle: ({ params, signal }, deps) => waitingPictureOf(deps, params, signal),
  }),
  route({
    ...of,
    method: 'POST',
    path: '/api/conversations/:id/take-over',
    shows: 'numbers',
    audit: { action: 'conversation.take-over', conversation: idIn },
    body: takeForm,
    answer: stateForm,
    async handle(asked, deps, session) {
      await notePerson(asked, deps)
      return take({ deps, id: asked.params.id, session }, asked.body.seen)
    },
  }),
  route({
    ...of,
    method: 'DELETE',
    path: '/api/conversations/:id/take-over',
    shows: 'numbers',
    audit: { action: 'conversation.hand-back', conversation: idIn },
    body: nothing,
    answer: stateForm,
    async handle(asked, deps, session) {
      await notePerson(asked, deps)
      return handBack({ deps, id: asked.params.id, session })
    },
  }),
  route({
    ...of,
    method: 'POST',
    path: '/api/conversations/:id/messages',
    shows: 'numbers',
    audit: { action: 'conversation.write', conversation: idIn },
    body: writeForm,
    answer: stateForm,
    async handle(asked, deps, session) {
      await notePerson(asked, deps)
      return write({ deps, id: asked.params.id, session }, asked.body, asked.signal)
    },
  }),
]
