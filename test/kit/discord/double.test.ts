import { Client, Events, GatewayIntentBits, type Message, Partials } from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DiscordDouble, openDiscordDouble } from './double.ts'

let double: DiscordDouble
let client: Client

const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.DirectMessageReactions,
  GatewayIntentBits.MessageContent,
]

/** The library as the product uses it: only its addresses are changed. */
function connect(intents = INTENTS): Client {
  const rest = { api: double.apiRoot, cdn: double.cdnRoot }
  const partials = [Partials.Channel, Partials.Message, Partials.Reaction, Partials.User]
  return new Client({ intents, partials, rest })
}

async function login(): Promise<Client> {
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve))
  await client.login(double.token)
  await ready
  return client
}

const next = async (event: Events.MessageCreate): Promise<Message> =>
  await new Promise((resolve) => {
    client.on(event, function hear(message) {
      if (message.author.bot) return
      client.off(event, hear)
      resolve(message)
    })
  })

beforeEach(async () => {
  double = await openDiscordDouble({ bucketWindowMs: 300, interactionMs: 200 })
  client = connect()
})

afterEach(async () => {
  await client.destroy()
  await double[Symbol.asyncDispose]()
})

describe('the double of Discord, spoken to by discord.js', () => {
  it('takes a login, and a private message comes with its channel', async () => {
    await login()
    await double.connected()
    const message = next(Events.MessageCreate)
    const alice = double.person('Alice')
    alice.says('hello')
    const heard = await message
    expect(heard).toMatchObject({ content: 'hello', guildId: null, channelId: alice.chatId })
    await heard.reply('**hi** Alice')
    expect(await alice.hears(/hi Alice/)).toMatchObject({ marks: [{ type: 'bold', text: 'hi' }] })
    expect(double.isTaken).toBe(true)
  })
})
