import { channelContract } from '../../contract/channel.ts'
import { openFixture } from './fixture.ts'

channelContract('discord', async (sink) => {
  const fixture = await openFixture({}, sink)
  const alice = fixture.double.person('Alice')
  const ofBot = () => alice.transcript().filter(({ fromBot }) => fromBot)
  return {
    channel: fixture.channel,
    chat: { id: alice.chatId, kind: 'dm' },
    says: (text) => void alice.says(text),
    sees: (text) => fixture.double.until(() => ofBot().at(-1)?.text === text || undefined),
    seen: () => ofBot().flatMap(({ earlier, text }) => [...earlier, text]),
    buttons: () => ofBot().at(-1)?.buttons ?? [],
    gets: () => fixture.double.until(() => ofBot().at(-1)?.file?.bytes),
    [Symbol.asyncDispose]: fixture[Symbol.asyncDispose],
  }
})
