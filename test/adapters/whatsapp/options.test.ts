import { expect, test } from 'vitest'
import { doubleAt } from '#adapters/whatsapp/options.ts'

test('a double is on this computer, and speaks https', () => {
  expect(doubleAt(undefined)).toBeUndefined()
  expect(doubleAt('https://127.0.0.1:8443')).toBe('127.0.0.1:8443')
  expect(doubleAt('https://[::1]:8443/')).toBe('[::1]:8443')
  for (const root of ['http://127.0.0.1:8443', 'https://web.whatsapp.com', 'https://10.0.0.1:1', 'x']) {
    expect(() => doubleAt(root)).toThrow(/WHATSAPP_WEB_ROOT is .*expected https and this computer/)
  }
})
