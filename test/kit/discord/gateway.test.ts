import { on } from 'node:events'
import { inflateSync } from 'node:zlib'
import { type ClientOptions, Events, GatewayCloseCodes, GatewayOpcodes } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openStage } from './bot.ts'

// discord.js waits 5 s between two IDENTIFYs.
const AT_ONCE: Partial<ClientOptions> = { ws: { buildIdentifyThrottler: () => ({ waitForIdentify: async () => {} }) } }

describe('the gateway', () => {
  it('refuses a wrong token', async () => {
    await using stage = await openStage()
    await expect(stage.bot.login('wrong')).rejects.toThrow('invalid token')
  })

  it('closes when the token is revoked', async () => {
    await using stage = await openStage()
    const { double, bot } = stage
    await bot.login()
    double.revokeToken()
    const closed = await bot.hears(Events.ShardDisconnect)
    expect(closed.code).toBe(GatewayCloseCodes.AuthenticationFailed)
    await expect(bot.client.users.fetch('1')).rejects.toThrow('401')
  })

  it('refuses intents that are not switched on', async () => {
    await using stage = await openStage({ allowedIntents: [] })
    await expect(stage.bot.login()).rejects.toThrow('disallowed intents')
  })

  it('goes on where it was after the socket broke, and after it asked to come back', async () => {
    await using stage = await openStage()
    const { double, bot } = stage
    await bot.login()
    const alice = double.person('Alice')
    double.gateway.dropSockets()
    alice.says('while it was away')
    expect(double.isTaken).toBe(false)
    await bot.hearsMessage('while it was away')
    for (const connection of double.gateway.connections) connection.asksToReconnect()
    await double.until(() => (double.gateway.resumed === 2 ? true : undefined))
    expect(double.gateway.identified).toBe(1)
    expect(double.isTaken).toBe(true)
  })

  it('loses what came in between when it refuses to resume; the channel keeps it', async () => {
    await using stage = await openStage({}, AT_ONCE)
    const { double, bot } = stage
    const alice = double.person('Alice').in(double.group('Huts'))
    await bot.login()
    const before = alice.says('before')
    await bot.hearsMessage('before')
    double.gateway.behaviour.refusesResumes = 1
    double.gateway.dropSockets()
    const lost = alice.says('lost')
    await double.until(() => (double.gateway.identified === 2 && double.gateway.isConnected ? true : undefined))
    expect(double.missed).toEqual([lost])
    const channel = await bot.client.channels.fetch(alice.chatId)
    if (!channel?.isTextBased()) throw new Error('the channel is gone')
    expect([...(await channel.messages.fetch({ after: before })).keys()]).toEqual([lost])
    expect(double.missed).toEqual([])
  })

  it('leaves heartbeats without an answer, and the bot comes back', async () => {
    await using stage = await openStage({ heartbeatMs: 150 })
    const { double, bot } = stage
    await bot.login()
    double.gateway.behaviour.withholdsAcks = true
    await double.until(() => (double.gateway.resumed > 0 ? true : undefined))
    double.gateway.behaviour.withholdsAcks = false
  })

  it('ends a session, or lets the bot resume it', async () => {
    await using stage = await openStage({}, AT_ONCE)
    const { double, bot } = stage
    await bot.login()
    for (const connection of double.gateway.connections) connection.invalidates({ resumable: true })
    await bot.hears(Events.ShardResume)
    for (const connection of double.gateway.connections) connection.invalidates({ resumable: false })
    await double.until(() => (bot.heard(Events.ShardReady).length === 2 ? true : undefined))
    expect(double.gateway.identified).toBe(2)
  })

  it('closes the next connections with any code, and brings its servers late', async () => {
    await using stage = await openStage({}, AT_ONCE)
    const { double, bot } = stage
    const group = double.group('Huts')
    double.gateway.behaviour.closesNext = { code: GatewayCloseCodes.DecodeError, left: 1 }
    double.gateway.behaviour.guildDelayMs = 300
    const login = bot.login()
    await double.until(() => (double.gateway.identified === 1 ? true : undefined))
    expect(double.gateway.isConnected).toBe(false)
    await login
    expect(bot.client.channels.cache.has(group.id)).toBe(true)
  })

  it('gives each shard its servers, and the first the private chats', async () => {
    await using stage = await openStage({ shards: 2 }, { ...AT_ONCE, shards: 'auto' })
    const { double, bot } = stage
    const alice = double.person('Alice')
    const groups = Array.from({ length: 4 }, (_, index) => double.group(`Hut ${index}`))
    await bot.login()
    await double.connected()
    for (const group of groups) alice.in(group).says(`in ${group.id}`)
    alice.says('in private')
    for (const group of groups) await bot.hearsMessage(`in ${group.id}`)
    await bot.hearsMessage('in private')
    expect(bot.heard(Events.MessageCreate)).toHaveLength(5)
  })

  it('compresses for a client that asks for it', async () => {
    await using stage = await openStage()
    const { double } = stage
    const socket = new WebSocket(`${double.gateway.url}?v=10&encoding=json`)
    const messages = on(socket, 'message') as AsyncIterableIterator<[Buffer, boolean]>
    await messages.next()
    const d = { token: double.token, intents: 0, compress: true, properties: {} }
    socket.send(JSON.stringify({ op: GatewayOpcodes.Identify, d }))
    const { value } = await messages.next()
    expect(JSON.parse(inflateSync((value as [Buffer])[0]).toString())).toMatchObject({ t: 'READY', s: 1 })
    socket.close()
  })

  it('brings messages twice, in reverse, or after a broken socket, when a fault says so', async () => {
    await using stage = await openStage()
    const { double, bot } = stage
    const alice = double.person('Alice')
    await bot.login()
    double.faults.add({ op: 'receive', reorder: true })
    alice.says('one')
    alice.says('two')
    await bot.hearsMessage('one')
    expect(bot.heard(Events.MessageCreate).map(([{ content }]) => content)).toEqual(['two', 'one'])
    double.faults.add({ op: 'receive', drop: true })
    alice.says('three')
    await bot.hearsMessage('three')
    expect(double.gateway.resumed).toBe(1)
  })
})
