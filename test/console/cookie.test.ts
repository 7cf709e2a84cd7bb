import cookies from '@fastify/cookie'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { cookieFor } from '#console/api/cookie.ts'

test.each([
  [undefined, 'chasqui-console=t; Path=/; HttpOnly; SameSite=Strict'],
  ['http://192.168.1.5:3001/', 'chasqui-console=t; Path=/; HttpOnly; SameSite=Strict'],
  ['https://console.example/chasqui/', '__Host-chasqui-console=t; Path=/; HttpOnly; Secure; SameSite=Strict'],
])('opened as %s, the session is in a cookie that no script reads and no other site sends', async (url, expected) => {
  const fastify = Fastify()
  await fastify.register(cookies)
  const cookie = cookieFor({ host: '127.0.0.1', port: 0, url })
  fastify.get('/', async (_request, reply) => {
    cookie.of(reply).set('t')
    return {}
  })
  expect((await fastify.inject('/')).headers['set-cookie']).toBe(expected)
  await fastify.close()
})
