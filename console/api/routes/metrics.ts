import { Bytes, bytesAnswer } from '../bytes.ts'
import { takesNothing } from '../forms/page.ts'
import { route } from '../route.ts'

/** For Prometheus, with an API token. */
export const metricsRoutes = [
  route({
    method: 'GET',
    path: '/metrics',
    needs: 'viewer',
    shows: 'numbers',
    ...takesNothing,
    answer: bytesAnswer,
    async handle(_asked, { metrics }) {
      return new Bytes({ mime: 'text/plain; version=0.0.4; charset=utf-8', bytes: Buffer.from(await metrics.text()) })
    },
  }),
]
