import { expect, test } from 'vitest'
import { z } from 'zod'
import { routes } from '#console/api/routes/all.ts'

type Schema = {
  readonly type?: string
  readonly properties?: Record<string, Schema>
  readonly [keyword: string]: unknown
}

/** One that no long text can match: from its beginning to its end, and nothing in it may be repeated for ever. */
const isBounding = (pattern: unknown) =>
  typeof pattern === 'string' && /^\^.*\$$/.test(pattern) && !/[*+]|\{\d+,\}/.test(withoutClasses(pattern))
const withoutClasses = (pattern: string) => pattern.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/g, 'x')

const many = (value: unknown) => (Array.isArray(value) ? (value as readonly Schema[]) : [])
const isFixed = (of: Schema) => 'const' in of || 'enum' in of
const isBounded = (of: Schema): boolean =>
  isFixed(of) || 'maxLength' in of || isBounding(of.pattern) || many(of.allOf).some(isBounded)

/** Of what can be sent there without an end: texts, lists, and names of fields. */
function unboundedIn(of: Schema, name: string): readonly string[] {
  const choices = [...many(of.anyOf), ...many(of.oneOf)]
  if (choices.length > 0) return choices.flatMap((choice) => unboundedIn(choice, name))
  if (of.type === 'string') return isBounded(of) ? [] : [name]
  if (of.type === 'array') {
    return [...('maxItems' in of ? [] : [name]), ...unboundedIn(of.items as Schema, `${name}[]`)]
  }
  if (of.type === 'object') {
    const fields = Object.entries(of.properties ?? {}).flatMap(([key, field]) => unboundedIn(field, `${name}.${key}`))
    return [...(of.additionalProperties === false ? [] : [name]), ...fields]
  }
  return isFixed(of) || ['integer', 'number', 'boolean', 'null'].includes(of.type ?? '') ? [] : [name]
}

const inputOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema

test('whatever is sent to any route has a greatest length', () => {
  const unbounded = routes.flatMap(({ method, path, params, query, body }) =>
    Object.entries({ params, query, body }).flatMap(([where, schema]) =>
      unboundedIn(inputOf(schema), `${method} ${path} ${where}`),
    ),
  )
  expect(unbounded).toEqual([])
})

test.each([
  ['a text', z.string()],
  ['a text in a choice', z.union([z.string(), z.number()])],
  ['a pattern with an open end', z.string().regex(/^[a-z]+$/)],
  ['a pattern that is somewhere in it', z.string().regex(/[a-z]{1,9}/)],
  ['a list', z.array(z.string().max(9))],
  ['an object of any fields', z.looseObject({})],
  ['anything', z.unknown()],
])('%s without one is seen', (_what, schema) => {
  expect(unboundedIn(inputOf(schema), 'x')).toEqual(['x'])
})
