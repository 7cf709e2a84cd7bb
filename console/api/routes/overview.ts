import { z } from 'zod'
import { overviewForm, plotForm, SPANS } from '../forms/overview.ts'
import { nothing } from '../forms/page.ts'
import { plotOf } from '../overview/plot.ts'
import { route } from '../route.ts'

export const overviewRoutes = [
  route({
    method: 'GET',
    path: '/api/overview',
    needs: 'viewer',
    shows: 'numbers',
    params: nothing,
    query: nothing,
    body: nothing,
    answer: overviewForm,
    handle: (_asked, { overview }) => overview.now(),
  }),
  route({
    method: 'GET',
    path: '/api/overview/plot',
    needs: 'viewer',
    shows: 'numbers',
    params: nothing,
    query: z.strictObject({ span: z.enum(SPANS) }),
    body: nothing,
    answer: plotForm,
    handle: ({ query: { span } }, deps) => plotOf(deps, span),
  }),
]
