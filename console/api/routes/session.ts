import { nothing } from '../forms/page.ts'
import { sessionForm } from '../forms/session.ts'
import { route } from '../route.ts'

export const sessionRoutes = [
  route({
    method: 'GET',
    path: '/api/session',
    needs: 'signed-out',
    shows: 'numbers',
    params: nothing,
    query: nothing,
    body: nothing,
    answer: sessionForm,
    async handle(_asked, { sessions }, session) {
      if (session === undefined) return { hasOwner: true }
      const { account, provedAtMs } = session
      return { account: { ...account, hasTotp: false, provedAtMs }, csrf: sessions.csrfOf(session), hasOwner: true }
    },
  }),
]
