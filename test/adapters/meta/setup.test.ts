import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { openMeta } from '#adapters/meta/open.ts'
import type { MetaOptions } from '#adapters/meta/options.ts'
import type { MetaProductName } from '#adapters/meta/product.ts'
import { logFor } from '#machine/log.ts'
import { systemClock } from '#machine/clock.ts'
import { webhookOn } from './fixture.ts'

const SETTINGS = {
  appSecret: 'an-app-secret',
  verifyToken: 'a-verify-token',
  graphRoot: 'https://graph.facebook.com',
  version: 'v25.0',
  publicUrl: 'https://bot.example.org',
  clock: systemClock,
  log: logFor('test:meta'),
  random: () => 0.5,
  accountKnown: () => undefined,
}
const token = { value: 'EAA-token' }
const number = { token, phoneId: '1064', acknowledgeTerms: true }

async function opened(name: MetaProductName, more: Partial<MetaOptions>) {
  const webhook = webhookOn(Fastify())
  return await openMeta(name, { ...SETTINGS, webhook, ...more })
}

describe('settings that cannot work name what to set', () => {
  it.each([
    ['no-app-secret', 'messenger', { token, appSecret: undefined }, 'META_APP_SECRET'],
    ['no-verify-token', 'messenger', { token, verifyToken: undefined }, 'META_VERIFY_TOKEN'],
    ['no-public-url', 'instagram', { token, publicUrl: undefined }, 'CHASQUI_PUBLIC_URL is not set'],
    ['no-public-url', 'messenger', { token, publicUrl: 'http://bot.example.org' }, 'is no https address'],
    ['no-token', 'whatsapp-cloud', { ...number, token: undefined }, 'WHATSAPP_CLOUD_TOKEN'],
    ['no-phone-id', 'whatsapp-cloud', { ...number, phoneId: undefined }, 'WHATSAPP_CLOUD_PHONE_ID'],
    ['terms-not-acknowledged', 'whatsapp-cloud', { ...number, acknowledgeTerms: false }, '15 January 2026'],
  ] as const)('%s', async (code, name, settings, words) => {
    const message = expect.stringContaining(words)
    await expect(opened(name, settings)).rejects.toThrow(expect.objectContaining({ code, message }))
  })
})

describe('what is switched on', () => {
  it('needs no public address with a Graph API on this computer', async () => {
    const local = { graphRoot: 'http://127.0.0.1:8451', publicUrl: undefined }
    expect((await opened('messenger', { token, ...local })).name).toBe('messenger')
  })

  it('knows the account of WhatsApp Cloud before anything is asked', async () => {
    expect((await opened('whatsapp-cloud', number)).account).toBe('whatsapp-cloud:1064')
  })
})
