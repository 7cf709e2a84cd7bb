import { requireSession } from '../checks.ts'
import { takesNothing } from '../forms/page.ts'
import {
  PLAYGROUND_BODY_BYTES_MAX,
  PLAYGROUND_PICTURES_MAX,
  playgroundAbout,
  playgroundForm,
} from '../forms/playground.ts'
import { route, streamAnswer } from '../route.ts'

/** A question on the path of a person's turn, of which nothing is kept. */
export const playgroundRoutes = [
  route({
    method: 'GET',
    path: '/api/playground',
    needs: 'operator',
    shows: 'numbers',
    ...takesNothing,
    answer: playgroundAbout,
    async handle(_asked, { service }) {
      const { model, vision, guard } = service.status()
      return { model, seesPictures: vision, picturesMax: PLAYGROUND_PICTURES_MAX, guard }
    },
  }),
  route({
    kind: 'stream',
    method: 'POST',
    path: '/api/playground',
    needs: 'operator',
    shows: 'numbers',
    audit: { action: 'playground.ask' },
    ...takesNothing,
    body: playgroundForm,
    bodyBytesMax: PLAYGROUND_BODY_BYTES_MAX,
    answer: streamAnswer,
    handle: ({ body, signal }, { playgroundRuns }, session) =>
      playgroundRuns.begin(body, { session: requireSession(session), signal }),
  }),
]
