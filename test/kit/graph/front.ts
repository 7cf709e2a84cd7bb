import http from 'node:http'
import { pipeline } from 'node:stream/promises'
import { listenOn, type Listening } from '../double-server.ts'
import type { GraphDouble } from './double.ts'

/** One address for several doubles, as Meta has one API for its products: a call goes to whose token it bears. */
export async function openGraphFront(doubles: readonly GraphDouble[]): Promise<Listening> {
  const behind = (authorization = '') => doubles.find(({ token }) => authorization.endsWith(` ${token}`)) ?? doubles[0]
  return await listenOn(0, {
    async respond(request, response) {
      const to = new URL(request.url ?? '/', behind(request.headers.authorization)?.state.root)
      const call = http.request(to, { method: request.method, headers: { ...request.headers, host: to.host } })
      const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
        call.once('response', resolve)
        call.once('error', reject)
      })
      await pipeline(request, call)
      const answer = await answered
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      await pipeline(answer, response)
    },
  })
}
