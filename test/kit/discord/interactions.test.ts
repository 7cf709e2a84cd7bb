import { type ChatInputCommandInteraction, Events } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { openStage, refusalOf, type Stage } from './bot.ts'

const COMMANDS = [
  { name: 'ask', description: 'Ask', options: [{ type: 3, name: 'text', description: 'What' }] },
  { name: 'Ask about this picture', type: 3 },
]

async function openWithCommands(): Promise<Stage> {
  const stage = await openStage()
  await stage.bot.login()
  await stage.bot.client.application.commands.set(COMMANDS)
  return stage
}

describe('interactions', () => {
  it('are slash commands, deferred and then answered by edits and more', async () => {
    await using stage = await openWithCommands()
    const { double, bot } = stage
    const alice = double.person('Alice', { language: 'de' })
    alice.commands('ask', 'why?')
    const asked = (await bot.hears(Events.InteractionCreate)) as ChatInputCommandInteraction
    expect(asked).toMatchObject({ commandName: 'ask', channelId: alice.chatId, locale: 'de', guildId: null })
    expect(asked.options.getString('text')).toBe('why?')
    await asked.deferReply()
    expect(alice.transcript()).toEqual([])
    await asked.editReply('because')
    await asked.editReply('because so')
    expect(await alice.hears(/so/)).toMatchObject({ earlier: ['because'] })
    await asked.followUp({ content: 'only you', flags: 'Ephemeral' })
    await alice.hears(/only you/)
    stage.passes(16 * 60_000)
    expect(await refusalOf(asked.editReply('too late'))).toBe(50_027)
    alice.commands('unknown', 'words')
    await bot.hearsMessage('/unknown words')
  })

  it('must be answered within three seconds, and once; ephemeral answers are for one person', async () => {
    await using stage = await openWithCommands()
    const { double, bot } = stage
    const group = double.group('Huts')
    const [alice, bob] = [double.person('Alice').in(group), double.person('Bob').in(group)]
    alice.commands('ask')
    const asked = (await bot.hears(Events.InteractionCreate)) as ChatInputCommandInteraction
    await asked.reply({ content: 'a secret', flags: 'Ephemeral' })
    await alice.hears(/secret/)
    expect(bob.transcript()).toEqual([])
    asked.replied = false
    expect(await refusalOf(asked.reply('again'))).toBe(40_060)
    bob.commands('ask')
    const late = await bot.hears(Events.InteractionCreate, ({ user }) => user.id === bob.id)
    stage.passes(3001)
    expect(await refusalOf((late as ChatInputCommandInteraction).reply('late'))).toBe(10_062)
    expect(double.unanswered.map(({ id }) => id)).toEqual([late.id])
  })

  it('are commands about a message, with the message', async () => {
    await using stage = await openWithCommands()
    const { double, bot } = stage
    const alice = double.person('Alice').in(double.group('Huts'))
    const id = alice.photo(Uint8Array.of(0x89, 0x50, 1), 'a hut')
    alice.choosesFor(id, 'Ask about this picture')
    const asked = await bot.hears(Events.InteractionCreate)
    if (!asked.isMessageContextMenuCommand()) throw new Error('it is another kind')
    expect(asked.targetMessage).toMatchObject({ id, content: 'a hut' })
    expect(asked.targetMessage.attachments.first()?.contentType).toBe('image/png')
    await asked.deferReply()
    await asked.followUp('a hut in the mountains')
    expect(await alice.hears(/mountains/)).toMatchObject({ earlier: [] })
  })
})
