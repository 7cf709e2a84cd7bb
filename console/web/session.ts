import { useQuery } from '@tanstack/react-query'
import type { SessionForm } from '../api/forms/session.ts'
import { read, setCsrf } from './api.ts'

/** Who is signed in here; undefined while that is asked. */
export function useSession() {
  return useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }) => {
      const session = await read<SessionForm>('/api/session', {}, signal)
      setCsrf(session.csrf)
      return session
    },
  })
}
