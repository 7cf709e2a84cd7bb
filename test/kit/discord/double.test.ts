import { type ButtonInteraction, Events, type Message } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { openStage, refusalOf } from './bot.ts'

const SEND = 'POST /channels/:channel/messages'
const EDIT = 'PATCH /channels/:channel/messages/:message'

describe('messages', () => {
  it('come from a private chat with its channel, and answers reach the person', async () => {
    await using stage = await openStage()
    const { double, bot } = stage
    await bot.login()
    const alice = double.person('Alice')
    const id = alice.says('hello')
    const heard = await bot.hearsMessage('hello')
    expect(heard).toMatchObject({ id, guildId: null, channelId: alice.chatId })
    await heard.reply('**hi** Alice')
    const answer = await alice.hears(/hi Alice/)
    expect(answer).toMatchObject({
      fromBot: true,
      replyTo: id,
      marks: [
        { type: 'bold', text: 'hi' },
        { type: 'mention', text: '@Alice' },
      ],
    })
    await (await heard.channel.messages.fetch(answer.id)).edit('bye')
    expect(await alice.hears(/bye/)).toMatchObject({ id: answer.id, earlier: ['hi Alice'] })
    expect(double.isTaken).toBe(true)
  })

  it('come from channels and threads of a server, with mentions, replies, edits, reactions and deletions', async () => {
    await using stage = await openStage()
    const { double, bot } = stage
    const group = double.group('Huts')
    const alice = double.person('Alice').in(group)
    const before = alice.says('before the bot came')
    await bot.login()
    expect(bot.client.channels.cache.get(group.id)).toMatchObject({ lastMessageId: before, name: 'general' })
    const id = alice.mentions('what is this?')
    const asked = await bot.hears(Events.MessageCreate, (message) => message.id === id)
    expect(asked.mentions.users.has(bot.client.user.id)).toBe(true)
    const answer = await (asked as Message<true>).reply('a hut')
    expect((await alice.hears(/a hut/)).replyTo).toBe(id)
    const followUp = alice.replies(answer.id, 'where?')
    const reply = await bot.hears(Events.MessageCreate, (message) => message.id === followUp)
    expect(reply.mentions.repliedUser?.id).toBe(bot.client.user.id)
    alice.edits(followUp, 'when?')
    expect((await bot.hears(Events.MessageUpdate, (_, now) => now.content === 'when?'))?.id).toBe(followUp)
    alice.reacts(answer.id, '👍')
    expect((await bot.hears(Events.MessageReactionAdd)).emoji.name).toBe('👍')
    alice.reacts(answer.id)
    expect((await bot.hears(Events.MessageReactionRemove)).emoji.name).toBe('👍')
    alice.deletes(followUp)
    expect((await bot.hears(Events.MessageDelete)).id).toBe(followUp)
    const inThread = alice.in(group, group.thread('Routes'))
    inThread.says('from the valley?')
    const heard = await bot.hearsMessage('from the valley?')
    expect(heard.channel).toMatchObject({ parentId: group.id, name: 'Routes' })
    expect(inThread.chatId).toBe(group.id)
  })

  it('bring an album as one message, and its pictures from addresses that end', async () => {
    await using stage = await openStage()
    const { double, bot } = stage
    await bot.login()
    const pictures = [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1), Uint8Array.of(0xff, 0xd8, 2)]
    double.person('Alice').album(pictures, 'both')
    const files = [...(await bot.hearsMessage('both')).attachments.values()]
    expect(files.map(({ contentType }) => contentType)).toEqual(['image/png', 'image/jpeg'])
    const [first = ''] = files.map(({ url }) => url)
    expect(new Uint8Array(await (await fetch(first)).arrayBuffer())).toEqual(pictures[0])
    expect((await fetch(first.replace(/hm=../, 'hm='))).status).toBe(403)
    stage.passes(25 * 3_600_000)
    expect((await fetch(first)).status).toBe(404)
  })

  it('carry files and buttons of the bot, and a press of one', async () => {
    await using stage = await openStage()
    const { double, bot } = stage
    await bot.login()
    const alice = double.person('Alice')
    const channel = await (await bot.client.users.fetch(alice.id)).createDM()
    const button = { type: 2 as const, style: 2 as const, custom_id: 'good:1', emoji: { name: '👍' } }
    const components = [{ type: 1 as const, components: [button] }]
    await channel.send({ content: 'take it', files: [{ attachment: Buffer.from('zip'), name: 'all.zip' }], components })
    const shown = await alice.hears(/take it/)
    expect(shown).toMatchObject({ buttons: ['👍'], file: { name: 'all.zip', bytes: Buffer.from('zip') } })
    alice.presses(shown.id, '👍')
    const press = (await bot.hears(Events.InteractionCreate)) as ButtonInteraction
    expect(press).toMatchObject({ customId: 'good:1', user: { id: alice.id }, message: { id: shown.id } })
    await press.update({ content: 'thanks', components: [] })
    expect(await alice.hears(/thanks/)).toMatchObject({ id: shown.id, buttons: [] })
  })

  it('of the bot ping and unfurl only as far as it lets them', async () => {
    await using stage = await openStage()
    const { double, bot } = stage
    await bot.login()
    const alice = double.person('Alice')
    const channel = await (await bot.client.users.fetch(alice.id)).createDM()
    const content = `@everyone and <@${alice.id}>: https://a.example/b`
    const loud = await channel.send(content)
    const quiet = await channel.send({ content, allowedMentions: { parse: [] }, flags: 'SuppressEmbeds' })
    const kinds = alice.transcript().map(({ id, marks }) => [id, ...marks.map(({ type }) => type)])
    expect(kinds).toEqual([
      [loud.id, 'mention', 'mention', 'link', 'preview'],
      [quiet.id, 'link'],
    ])
  })

  it('are empty without the intent for content, but for private ones and those that name the bot', async () => {
    await using stage = await openStage(
      { allowedIntents: [] },
      { intents: ['Guilds', 'GuildMessages', 'DirectMessages'] },
    )
    const { double, bot } = stage
    await bot.login()
    const alice = double.person('Alice')
    const inGroup = alice.in(double.group('Huts'))
    const [hidden, named] = [inGroup.says('a secret'), inGroup.mentions('hello')]
    alice.says('in private')
    await bot.hearsMessage('in private')
    const contents = bot.heard(Events.MessageCreate).map(([{ id, content }]) => [id, content])
    expect(contents.slice(0, 2)).toEqual([
      [hidden, ''],
      [named, `<@${bot.client.user.id}> hello`],
    ])
  })
})

describe('the API', () => {
  it('counts sends and edits in buckets of which its headers tell, and discord.js waits', async () => {
    await using stage = await openStage()
    const { double, bot } = stage
    await bot.login()
    const alice = double.person('Alice')
    const channel = await (await bot.client.users.fetch(alice.id)).createDM()
    const message = await channel.send('0')
    await Promise.all(Array.from({ length: 7 }, (_, index) => message.edit(`${index + 1}`)))
    await alice.hears(/^7$/)
    expect(double.calls(EDIT).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 7 }, () => '200'))
    const [fifth, sixth] = [double.calls(EDIT)[4], double.calls(EDIT)[5]]
    expect((sixth?.atMs ?? 0) - (fifth?.atMs ?? 0)).toBeGreaterThan(200)
  })

  it('answers 429 to who does not wait, with the time to wait', async () => {
    await using stage = await openStage()
    const { double } = stage
    const { chatId } = double.person('Alice')
    const send = async () =>
      await fetch(`${double.apiRoot}/v10/channels/${chatId}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${double.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ content: 'hello' }),
      })
    const answers = await Promise.all(Array.from({ length: 6 }, send))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429])
    expect(answers[4]?.headers.get('x-ratelimit-remaining')).toBe('0')
    expect(await answers[5]?.json()).toMatchObject({ global: false, retry_after: expect.any(Number) as number })
    double.limits('off')
    expect((await send()).status).toBe(200)
    double.limits('strict')
    double.pauses(1000)
    expect(await (await send()).json()).toMatchObject({ code: 0, global: true })
  })

  it('recognises a repeated nonce for some minutes', async () => {
    await using stage = await openStage()
    const { double, bot } = stage
    await bot.login()
    const alice = double.person('Alice')
    const channel = await (await bot.client.users.fetch(alice.id)).createDM()
    const send = async () => await channel.send({ content: 'once', nonce: 'reply-1-0', enforceNonce: true })
    double.faults.add({ op: 'send', dropAfterAccept: true })
    await expect(send()).rejects.toThrow('other side closed')
    expect((await send()).id).toBe((await alice.hears(/once/)).id)
    stage.passes(6 * 60_000)
    await send()
    expect(alice.transcript()).toHaveLength(2)
  })

  it('refuses what Discord refuses', async () => {
    await using stage = await openStage()
    const { double, bot } = stage
    await bot.login()
    const alice = double.person('Alice')
    const channel = await (await bot.client.users.fetch(alice.id)).createDM()
    expect(await refusalOf(channel.send('😀'.repeat(2000)))).toBe('none')
    expect(await refusalOf(channel.send('x'.repeat(2001)))).toBe(50_035)
    expect(await refusalOf(channel.send(' '))).toBe(50_006)
    const message = await channel.send('hello')
    alice.deletes(message.id)
    expect(await refusalOf(message.edit('again'))).toBe(10_008)
    alice.blocks()
    expect(await refusalOf(channel.send('hello?'))).toBe(50_007)
    expect(double.calls(SEND).map(({ outcome }) => outcome)).toEqual(['200', '400', '400', '200', '403'])
  })

  it('fails as it is told to', async () => {
    await using stage = await openStage()
    const { double, bot } = stage
    await bot.login()
    const alice = double.person('Alice')
    const channel = await (await bot.client.users.fetch(alice.id)).createDM()
    double.faults.add({ op: 'send', html: true }, { op: 'send', status: 500 }, { op: 'send', status: 403 })
    // discord.js tries again by itself after errors of the server, and not after those of the bot.
    expect(await refusalOf(channel.send('one'))).toBe(50_001)
    expect(double.calls(SEND).map(({ outcome }) => outcome)).toEqual(['502', '500', '403'])
    double.faults.add({ op: 'typing', drop: true })
    await expect(channel.sendTyping()).rejects.toThrow('other side closed')
    await channel.sendTyping()
    alice.photo(Uint8Array.of(1, 2, 3, 4), 'four bytes')
    const url = (await bot.hearsMessage('four bytes')).attachments.first()?.url ?? ''
    double.faults.add({ op: 'download', status: 404 }, { op: 'download', cut: true })
    expect((await fetch(url)).status).toBe(404)
    await expect((await fetch(url)).arrayBuffer()).rejects.toThrow('terminated')
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3, 4))
  })
})
