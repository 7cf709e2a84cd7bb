import { z } from 'zod'
import { takesNothing } from '../forms/page.ts'
import { openApiOf } from '../openapi.ts'
import { route, type Route } from '../route.ts'

/** `routes`: all there are. */
export const openApiRoute = (routes: () => readonly Route[]): Route =>
  route({
    method: 'GET',
    path: '/api/openapi.json',
    needs: 'viewer',
    shows: 'numbers',
    ...takesNothing,
    answer: z.record(z.string(), z.unknown()),
    handle: async () => openApiOf(routes()),
  })
