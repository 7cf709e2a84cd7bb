// Rejects as a library would: with an error that carries what it was asked with.
import { exitOnUncaughtException } from '#machine/uncaught-exception.ts'
import { logFor } from '#machine/log.ts'

exitOnUncaughtException(logFor('test:uncaught-exception'))
const cause = Object.assign(new Error('the connection ended'), { code: '57P01', detail: 'Key (text)=(canary-detail)' })
void Promise.reject(
  Object.assign(new Error('insert … params: canary-params', { cause }), {
    params: ['canary-params'],
    payload: 'canary-payload',
  }),
)
setInterval(() => undefined, 1_000)
