import { describe, expect, it } from 'vitest'
import { failureIn } from '#adapters/meta/failure.ts'
import { englishOf } from '#machine/sentence.ts'

const ONCE = { effect: 'once', tokenSetting: 'MESSENGER_PAGE_TOKEN' } as const
const TOKEN = 'EAAGm0PX4ZCpsBAKZCexampleexample'

const failure = (error: object, { status = 400, headers = {} } = {}) =>
  failureIn({ status, headers, body: JSON.stringify({ error: { message: 'Said by Meta.', ...error } }) }, ONCE)

describe('an error of the Graph API', () => {
  it.each([
    [{ code: 190, error_subcode: 463 }, 'unauthorised'],
    [{ code: 200 }, 'unauthorised'],
    [{ code: 10 }, 'unauthorised'],
    [{ code: 10, error_subcode: 2018278 }, 'window-closed'],
    [{ code: 10, error_subcode: 2534022 }, 'window-closed'],
    [{ code: 131047 }, 'window-closed'],
    [{ code: 551, error_subcode: 1545041 }, 'chat-gone'],
    [{ code: 100, error_subcode: 2018001 }, 'chat-gone'],
    [{ code: 131026 }, 'chat-gone'],
    [{ code: 100 }, 'refused'],
    [{ code: 999_999 }, 'refused'],
    [{ code: 2, is_transient: true }, 'unreachable'],
    [{ code: 2 }, 'unknown-outcome'],
    [{ code: 131000 }, 'unknown-outcome'],
  ])('%j means %s', (error, code) => {
    const found = failure(error)
    expect(found).toMatchObject({ code })
    expect(englishOf(found.sentences ?? [])).toBe(found.message)
  })

  it.each([
    [{ code: 131056 }, {}, 6],
    [{ code: 4 }, {}, 60],
    [{ code: 613 }, { 'retry-after': '7' }, 7],
    [
      { code: 80_007 },
      { 'x-business-use-case-usage': '{"104":[{"type":"messenger","estimated_time_to_regain_access":19}]}' },
      19 * 60,
    ],
    [{ code: 80_007 }, { 'x-business-use-case-usage': 'broken' }, 60],
    [{ code: 4 }, { 'retry-after': '99999999' }, 24 * 60 * 60],
  ])('%j with %j is a limit for %d s', (error, headers, seconds) => {
    const sentences = [{ code: 'call.limited', values: { platform: 'Meta', count: seconds } }]
    expect(failure(error, { headers })).toMatchObject({ code: 'rate-limited', retryAfterMs: seconds * 1000, sentences })
  })

  it('is told by its code as Meta writes it, in every language', () => {
    const { sentences } = failure({ code: 999_999 })
    expect(sentences).toMatchObject([{ code: 'meta.refused', values: { number: '999999' } }])
  })

  it('does not repeat a token that Meta quotes', () => {
    expect(failure({ code: 190, message: `Malformed access token ${TOKEN}` }).message).not.toContain(TOKEN)
    expect(failure({ code: 100, message: `Bad request by ${TOKEN}.` }).message).toBe(
      'Meta answered 100: Bad request by …',
    )
  })
})

it.each([
  [502, 'unknown-outcome'],
  [503, 'unreachable'],
  [200, 'unknown-outcome'],
  [429, 'rate-limited'],
  [400, 'unreachable'],
  [404, 'unreachable'],
])('an answer %d that is HTML means %s', (status, code) => {
  const found = failureIn({ status, headers: {}, body: '<html>' }, ONCE)
  expect(found).toMatchObject({ code })
  expect(englishOf(found.sentences ?? [])).toBe(found.message)
})
