import { z } from 'zod'
import { TOPICS } from '../live/topics.ts'
import { stream } from '../route.ts'

/** `topics=overview`; those that are not known are ignored: a page may be older than the service. */
const query = z.strictObject({
  topics: z
    .string()
    .max(256)
    .default('')
    .transform((text) => TOPICS.filter((topic) => text.split(',').includes(topic))),
})

export const liveRoutes = [
  stream({
    path: '/api/stream',
    needs: 'account',
    shows: 'numbers',
    query,
    open({ query: { topics } }, { live }, session) {
      live.requireRoomFor(session)
      return (response) => live.add(response, session, topics)
    },
  }),
]
