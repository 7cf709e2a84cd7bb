import { z } from 'zod'
import { CSRF_HEADER, takesToken } from './checks.ts'
import type { Route } from './route.ts'

const json = (schema: unknown) => ({ content: { 'application/json': { schema } } })

/** The API as OpenAPI 3.1 describes it, from the table of routes alone. */
export function openApiOf(routes: readonly Route[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Chasqui console', version: '1' },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'chasqui-console' },
        token: { type: 'http', scheme: 'bearer' },
      },
      schemas: { error: ERROR },
    },
  }
}

const ERROR = {
  type: 'object',
  properties: { error: { type: 'string' }, message: { type: 'string' } },
  required: ['error', 'message'],
}

const EVENTS = {
  description: 'Server-sent events, until the session ends.',
  content: { 'text/event-stream': { schema: { type: 'string' } } },
}

function operationOf(route: Route) {
  const { kind, method, needs, stepUp, audit, params, query, body, answer } = route
  const changes = method !== 'GET'
  const csrf = { name: CSRF_HEADER, in: 'header', required: !takesToken(route), schema: { type: 'string' } }
  return {
    description: [
      needs === 'signed-out' ? 'For everybody.' : `Needs ${needs === 'account' ? 'an account' : `the role ${needs}`}.`,
      ...(stepUp ? ['Needs a proof (POST /api/prove) that is at most five minutes old.'] : []),
      ...(audit === undefined ? [] : [`In the audit: ${audit.action}.`]),
    ].join(' '),
    security: needs === 'signed-out' ? [] : [{ session: [] }, ...(takesToken(route) ? [{ token: [] }] : [])],
    parameters: [
      ...parametersOf(params, 'path'),
      ...parametersOf(query, 'query'),
      ...(changes && needs !== 'signed-out' ? [csrf] : []),
    ],
    ...(changes && { requestBody: { required: true, ...json(schemaOf(body, 'input')) } }),
    responses: {
      200: kind === 'stream' ? EVENTS : { description: 'Done.', ...json(schemaOf(answer, 'output')) },
      default: { description: 'Refused.', ...json({ $ref: '#/components/schemas/error' }) },
    },
  }
}

function parametersOf(schema: z.ZodType, where: 'path' | 'query') {
  const { properties = {}, required = [] } = schemaOf(schema, 'input')
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: of,
  }))
}

/** What JSON Schema has no word for, such as a stream, is anything. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
