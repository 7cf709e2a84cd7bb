import { expect, test } from 'vitest'
import { phoneDigits } from '#cli/phone-number.ts'

test.each(['+49 151 23456789', '+49-151-2345-6789', '0049 151 23456789', '49 151.2345.6789', '4915123456789'])(
  '%s is a phone number',
  (text) => expect(phoneDigits(text)).toBe('4915123456789'),
)

test.each(['', '+', '0151 23456789', '+49 (0)151 23456789', '12345', '+49 151 23456789 ext', '1'.repeat(16)])(
  '"%s" is none, and one that would be right is shown',
  (text) => expect(() => phoneDigits(text)).toThrow(/such as \+49 151 23456789/),
)
