import { expect, test } from 'vitest'
import { runProgram } from './run-program.ts'

test.each(['SIGINT', 'SIGTERM'] as const)('after %s all is stopped and the process ends with 0', async (signal) => {
  const program = runProgram('stops-in-order.ts', 'at-once')
  expect(await program.line()).toBe('ready')
  program.kill(signal)
  expect(await program.line()).toBe('stopped')
  expect(await program.exited).toEqual({ code: 0, signal: null })
})

test('a stop that takes too long ends with 1', async () => {
  const program = runProgram('stops-in-order.ts', 'never', '50')
  await program.line()
  program.kill('SIGTERM')
  expect(await program.exited).toEqual({ code: 1, signal: null })
})

test('a stop that fails ends with 1', async () => {
  const program = runProgram('stops-in-order.ts', 'failing')
  await program.line()
  program.kill('SIGTERM')
  expect(await program.exited).toEqual({ code: 1, signal: null })
})

test('a second signal ends at once', async () => {
  const program = runProgram('stops-in-order.ts', 'never')
  await program.line()
  program.kill('SIGINT')
  expect(await program.line()).toBe('stopping')
  program.kill('SIGINT')
  expect(await program.exited).toEqual({ code: 130, signal: null })
})

test('the same signal once more, as npm passes Ctrl-C on, does not end it', async () => {
  const program = runProgram('stops-in-order.ts', 'never', '200', '60000')
  await program.line()
  program.kill('SIGINT')
  expect(await program.line()).toBe('stopping')
  program.kill('SIGINT')
  expect(await program.exited).toEqual({ code: 1, signal: null })
})
