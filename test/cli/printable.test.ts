import { expect, test } from 'vitest'
import { printable } from '#cli/printable.ts'

test('what commands a terminal is not printed, whatever language surrounds it', () => {
  expect(printable('a\u001b]52;c;ZXZpbA==\u0007b')).toBe('a]52;c;ZXZpbA==b')
  expect(printable('\u009b2Jclear\r\u0008\u007f')).toBe('2Jclear')
  expect(printable('one\n\ttwo ¿qué? สวัสดี 👩‍👩‍👧 שלום')).toBe('one\n\ttwo ¿qué? สวัสดี 👩‍👩‍👧 שלום')
})
