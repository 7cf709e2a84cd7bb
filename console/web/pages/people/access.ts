import { queryOptions } from '@tanstack/react-query'
import type { AccessDone, AccessForm } from '../../../api/forms/people.ts'
import { change, read } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { showDone } from '../../ui/done.ts'

/** Codes, and who is blocked without having written. */
export const accessAsked = queryOptions({
  queryKey: ['access'],
  queryFn: ({ signal }) => read<AccessForm>('/api/access', {}, signal),
})

type Saying = 'pairing.approved' | `access.outcome.${AccessDone['outcome']}`

/** Isolated: a name may be written from right to left. */
export const sayDone = (key: Saying, name: string) => showDone(text(key, { name: `\u2068${name.slice(0, 80)}\u2069` }))

/** `act` on one id; what came of it is said. */
export async function decide(act: 'block' | 'unblock', identity: string): Promise<void> {
  const done = await change<AccessDone>('POST', `/api/access/${act}`, { identity })
  sayDone(`access.outcome.${done.outcome}`, done.name ?? identity)
}
