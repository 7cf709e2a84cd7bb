import { z } from 'zod'
import { takesNothing } from '../forms/page.ts'
import { openApiOf } from '../openapi.ts'
import { route, type Route } from '../route.ts'

/** `routes`: all there are. They are described once: that takes 10 ms, in which nobody's message moves. */
export const openApiRoute = (routes: () => readonly Route[]): Route => {
  let described: ReturnType<typeof openApiOf> | undefined
  return route({
    method: 'GET',
    path: '/api/openapi.json',
    needs: 'viewer',
    shows: 'numbers',
    ...takesNothing,
    answer: z.record(z.string(), z.unknown()),
    handle: async () => (described ??= openApiOf(routes())),
  })
}
