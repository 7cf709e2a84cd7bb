import { GatewayIntentBits } from 'discord-api-types/v10'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { CheckedChannel } from '#adapters/checks.ts'
import type { GraphProduct } from './graph/products.ts'
import type { GuidePlatforms } from './guide-platforms.ts'
import type { PlatformDouble } from './platform.ts'
import { qrInPicture } from './read-qr.ts'
import { telegramPlatform } from './telegram/platform.ts'

/** What is typed into the field of this name, chosen there, or ticked. */
export type Fields = Readonly<Record<string, string | true>>

/** `url`: where platforms reach the service. */
type Around = GuidePlatforms & { readonly url: string }

/** What an operator does at a channel's page, and what differs between channels. */
export type GuideRow = {
  readonly channel: CheckedChannel
  readonly title: string
  readonly platform: (of: GuidePlatforms) => PlatformDouble
  /** One after the other: what is typed in, and the words that say what is wrong with it. */
  readonly wrong: readonly { readonly fills: (of: GuidePlatforms) => Fields; readonly says: RegExp }[]
  readonly right: (of: GuidePlatforms) => Fields
  /** What is done once the channel is on. */
  readonly afterwards?: (page: Page, of: Around) => Promise<void>
  /** The field of the token that is changed while people chat; absent where a channel has none. */
  readonly token?: { readonly field: string; readonly rotated: (of: GuidePlatforms) => string }
}

const BOT_TOKEN = 'Bot token'
const ACCESS_TOKEN = 'Access token'
const NUMBER_ID = 'Phone number ID'
const HAVE_READ = 'I have read this, and use it at my own risk'
const OTHER_SECRET = '0123456789abcdef0123456789abcdef'
const OTHER_BOT = `${Buffer.from('1100000000000000042').toString('base64url')}.Other.of-discord-for-tests-0123456789`

const ofGraph = (product: GraphProduct) => ({
  channel: product,
  platform: ({ graph }: GuidePlatforms) => graph[product],
  async afterwards(page: Page, { graph, url }: Around) {
    await graph[product].connected({ url })
    await page.getByText('The platform has verified the address').waitFor()
  },
  token: { field: ACCESS_TOKEN, rotated: ({ graph }: GuidePlatforms) => graph[product].rotateToken() },
})

/** In this order: Meta's products share one app, which the first of them sets up. */
export const GUIDE_ROWS: readonly GuideRow[] = [
  {
    channel: 'telegram',
    title: 'Telegram',
    platform: ({ telegram }) => telegramPlatform(telegram),
    wrong: [{ fills: () => ({ [BOT_TOKEN]: ' 4242:AAunknown-to-telegram ' }), says: /does not know this token/ }],
    right: ({ telegram }) => ({ [BOT_TOKEN]: telegram.token }),
    token: { field: BOT_TOKEN, rotated: ({ telegram }) => telegram.rotateToken() },
  },
  {
    channel: 'discord',
    title: 'Discord',
    platform: ({ discord }) => discord,
    wrong: [
      { fills: () => ({ [BOT_TOKEN]: 'my password' }), says: /is no bot token: copy it from/ },
      { fills: () => ({ [BOT_TOKEN]: OTHER_BOT }), says: /Discord does not know this token/ },
      { fills: ({ discord }) => ({ [BOT_TOKEN]: discord.token }), says: /switch on MESSAGE CONTENT INTENT/ },
    ],
    right({ discord }) {
      discord.allowIntent(GatewayIntentBits.MessageContent)
      return {}
    },
    async afterwards(page) {
      const link = page.getByRole('link', { name: 'Invite the bot to a server' })
      expect(await link.getAttribute('href')).toContain('https://discord.com/oauth2/authorize?')
    },
    token: { field: BOT_TOKEN, rotated: ({ discord }) => discord.rotateToken() },
  },
  {
    ...ofGraph('messenger'),
    title: 'Messenger',
    wrong: [
      { fills: ({ graph }) => ({ [ACCESS_TOKEN]: graph.messenger.token }), says: /The app secret .* is not set/ },
      { fills: () => ({ 'App secret': OTHER_SECRET }), says: /The verify token .* is not set/ },
      { fills: () => ({ 'Verify token': 'short' }), says: /The app secret is not that of the app/ },
      // Meta has no say in it: it is refused as it would be when it is saved.
      { fills: ({ graph }) => ({ 'App secret': graph.messenger.state.app.secret }), says: /at least 8 characters/ },
      { fills: () => ({ 'Verify token': 'an-old-verify-token', [ACCESS_TOKEN]: 'EAAgone' }), says: /Make a new one/ },
    ],
    right: ({ graph }) => ({ [ACCESS_TOKEN]: graph.messenger.token }),
    afterwards: setsWebhookUp,
  },
  {
    ...ofGraph('instagram'),
    title: 'Instagram',
    wrong: [{ fills: () => ({ [ACCESS_TOKEN]: 'IGAAgone' }), says: /Make a new one/ }],
    right: ({ graph }) => ({ [ACCESS_TOKEN]: graph.instagram.token }),
  },
  {
    ...ofGraph('whatsapp-cloud'),
    title: 'WhatsApp Cloud API',
    wrong: [
      {
        fills: ({ graph }) => ({ [ACCESS_TOKEN]: graph['whatsapp-cloud'].token }),
        says: /The phone number ID .* is not set/,
      },
      { fills: () => ({ [NUMBER_ID]: '+43 660 0000001' }), says: /digits alone, and not the number itself/ },
      { fills: () => ({ [NUMBER_ID]: '4242' }), says: /Terms forbid AI providers/ },
      { fills: () => ({ [HAVE_READ]: true }), says: /no phone number with the ID 4242/ },
    ],
    right: ({ graph }) => ({ [NUMBER_ID]: graph['whatsapp-cloud'].state.profile.botId }),
  },
  {
    channel: 'whatsapp',
    title: 'WhatsApp',
    platform: ({ whatsApp }) => whatsApp,
    wrong: [],
    right: () => ({ [HAVE_READ]: true, 'Who may write': 'open' }),
    afterwards: linksPhone,
  },
]

/** A pairing code is shown first, in whose place a QR code is then asked for. */
async function linksPhone(page: Page, { whatsApp }: Around): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 })
  await page.getByLabel('Phone number of the account').fill('+43 660 0000001')
  await page.getByRole('button', { name: 'Get a pairing code' }).click()
  const pairingCode = page.getByText(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/)
  await pairingCode.waitFor()
  expect(whatsApp.devices.withCode((await pairingCode.innerText()).replace('-', ''))).toBeDefined()
  await page.getByRole('button', { name: 'Show a QR code' }).click()
  await page.getByRole('img', { name: /QR code for the phone/ }).waitFor()
  // As it is to be seen without scrolling, also while a notice says that the channel is on.
  const code = await qrInPicture(await page.screenshot())
  whatsApp.phone.scan(code ?? '')
}

async function setsWebhookUp(page: Page, { graph, url }: Around): Promise<void> {
  const { messenger } = graph
  await page.getByText('The platform has not asked at this address yet').waitFor()
  const connecting = messenger.connected({ url })
  await page.getByText('The platform asked with another verify token').waitFor()
  await page.getByRole('button', { name: 'Make one up' }).click()
  const made = await page.getByLabel('Verify token', { exact: true }).inputValue()
  expect(made).toMatch(/^[0-9a-f]{32}$/)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Copy it: it is not shown again' }).first().waitFor()
  for (const double of Object.values(graph)) double.setVerifyToken(made)
  await connecting
  await page.getByText('The platform has verified the address').waitFor()
  await messenger.posts({}, { url, headers: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` } })
  await page.getByText('Something came that was not signed with this app secret').waitFor()
}
