import { requireSession } from '../checks.ts'
import { pageQuery, takesNothing } from '../forms/page.ts'
import {
  personaChangeForm,
  personaForm,
  personaTokensForm,
  personaVersionsPage,
  personaWords,
} from '../forms/persona.ts'
import { changePersona, personaNow, tokensOf, versionsOf } from '../persona/persona.ts'
import { route } from '../route.ts'

/** How the bot is called and sounds. */
export const personaRoutes = [
  route({
    method: 'GET',
    path: '/api/persona',
    needs: 'operator',
    shows: 'numbers',
    ...takesNothing,
    answer: personaForm,
    handle: ({ signal }, { service }) => personaNow(service.persona, signal),
  }),
  route({
    method: 'GET',
    path: '/api/persona/tokens',
    needs: 'operator',
    shows: 'numbers',
    ...takesNothing,
    query: personaWords,
    answer: personaTokensForm,
    handle: ({ query, signal }, { service }) => tokensOf(service.persona, query, signal),
  }),
  route({
    method: 'GET',
    path: '/api/persona/versions',
    needs: 'operator',
    shows: 'numbers',
    ...takesNothing,
    query: pageQuery,
    answer: personaVersionsPage,
    handle: ({ query }, { pool }) => versionsOf(pool, query),
  }),
  route({
    method: 'PUT',
    path: '/api/persona',
    needs: 'operator',
    shows: 'numbers',
    audit: { action: 'persona.change' },
    // Each is judged by the guard that judges for people.
    limited: true,
    ...takesNothing,
    body: personaChangeForm,
    answer: personaForm,
    async handle({ body: { seen, ...to }, signal, note }, { service }, session) {
      const by = requireSession(session).account.id
      const now = await changePersona(service.persona, { to, seen, by }, signal)
      note({ target: `version ${seen + 1}` })
      return now
    },
  }),
]
