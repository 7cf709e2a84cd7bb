import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { openMeta } from '#adapters/meta/open.ts'
import type { MetaOptions } from '#adapters/meta/options.ts'
import { logFor } from '#machine/log.ts'
import { systemClock } from '#machine/clock.ts'

const SETTINGS: Omit<MetaOptions, 'listener'> = {
  appSecret: 'an-app-secret',
  verifyToken: 'a-verify-token',
  graphRoot: 'https://graph.facebook.com',
  version: 'v25.0',
  publicUrl: 'https://bot.example.org',
  clock: systemClock,
  log: logFor('test:meta'),
  random: () => 0.5,
}
const token = { value: 'EAA-token' }
const opened = (more: Partial<MetaOptions>) => openMeta({ ...SETTINGS, listener: Fastify(), ...more })
const whatsAppCloud = { token, phoneId: '1064', acknowledgeTerms: true }

describe('settings that cannot work name what to set', () => {
  it.each([
    ['no-app-secret', { messenger: { token }, appSecret: undefined }, 'META_APP_SECRET'],
    ['no-verify-token', { messenger: { token }, verifyToken: undefined }, 'META_VERIFY_TOKEN'],
    ['no-public-url', { messenger: { token }, publicUrl: undefined }, 'CHASQUI_PUBLIC_URL is not set'],
    ['no-public-url', { messenger: { token }, publicUrl: 'http://bot.example.org' }, 'is no https address'],
    ['no-token', { whatsAppCloud: { ...whatsAppCloud, token: undefined } }, 'WHATSAPP_CLOUD_TOKEN'],
    ['no-phone-id', { whatsAppCloud: { ...whatsAppCloud, phoneId: undefined } }, 'WHATSAPP_CLOUD_PHONE_ID'],
    ['terms-not-acknowledged', { whatsAppCloud: { ...whatsAppCloud, acknowledgeTerms: false } }, '15 January 2026'],
  ])('%s', (code, settings, words) => {
    expect(() => opened(settings)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }))
  })
})

describe('what is switched on', () => {
  it('are the products that have a token, on one webhook', () => {
    const channels = opened({ messenger: { token }, instagram: { token }, whatsAppCloud })
    expect(channels.map(({ name }) => name)).toEqual(['messenger', 'instagram', 'whatsapp-cloud'])
  })

  it('needs no public address with a Graph API on this computer', () => {
    const local = { graphRoot: 'http://127.0.0.1:8451', publicUrl: undefined }
    expect(opened({ messenger: { token }, ...local })).toHaveLength(1)
  })

  it('knows the account of WhatsApp Cloud before anything is asked', () => {
    expect(opened({ whatsAppCloud })[0]?.account).toBe('whatsapp-cloud:1064')
  })
})
