import { expect, test } from 'vitest'
import { healthOf, healthWith } from '#adapters/shared/channel-status.ts'
import { say } from '#adapters/sentences.ts'

test('more that is said of a channel takes nothing away of what was said, also where that has no code', () => {
  const none = say('webhook.none')
  const coded = healthWith(healthOf('failed', [say('meta.not-checked')]), [none])
  expect(coded).toMatchObject({
    state: 'failed',
    detail: 'The check of the token failed. No webhook has come yet.',
    sentences: [{ code: 'meta.not-checked' }, { code: 'webhook.none' }],
  })
  const inEnglish = healthWith({ state: 'failed', detail: 'Meta is away.' }, [none])
  expect(inEnglish).toEqual({ state: 'failed', detail: 'Meta is away. No webhook has come yet.' })
})
