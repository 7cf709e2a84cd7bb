import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

type Sentence = { readonly code: string; readonly values: object }
type Texts = { loadAllTexts(): Promise<void> }
type Told = { told(sentences: readonly Sentence[]): string | undefined }
/** By a name that the type check does not follow: the pages have types of a browser. */
const webOf = (file: string): string => path.resolve('console/web/texts', file)

beforeAll(() => {
  vi.stubGlobal('localStorage', { getItem: () => 'hi' })
  vi.stubGlobal('location', { search: '' })
})

afterAll(() => vi.unstubAllGlobals())

test('between two sentences is a full stop of the language, unless the first has one', async () => {
  const { loadAllTexts } = (await import(webOf('text.ts'))) as Texts
  await loadAllTexts()
  const { told } = (await import(webOf('told.ts'))) as Told
  const failed = (quote: string) => ({ code: 'install.connection', values: { said: { quote } } })
  const kept = { code: 'install.kept', values: {} }
  const after = told([kept])
  expect(told([failed('ECONNRESET'), kept])).toContain(`“ECONNRESET”। ${after}`)
  expect(told([failed('It broke off.'), kept])).toContain(`“It broke off.” ${after}`)
  expect(told([kept, kept])).toBe(`${after} ${after}`)
  const named = { code: 'settings.named', values: { setting: 'media.keepDays' } }
  expect(told([named, { code: 'value.int', values: {} }, named])).toMatch(/^media\.keepDays: [^।]+। media\.keepDays:$/)
})
