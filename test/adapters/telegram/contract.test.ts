import { channelContract } from '../../contract/channel.ts'
import { openFixture } from './fixture.ts'

channelContract('telegram', async (sink) => {
  const fixture = await openFixture({}, sink)
  const alice = fixture.double.person('Alice')
  return {
    channel: fixture.channel,
    chat: { id: String(alice.chatId), kind: 'dm' },
    says: (text) => void alice.sends(text),
    sees: (text) => fixture.double.until(() => alice.transcript().at(-1)?.text === text || undefined),
    seen: () => alice.transcript().flatMap(({ fromBot, earlier, text }) => (fromBot ? [...earlier, text] : [])),
    buttons: () => alice.transcript().at(-1)?.buttons ?? [],
    gets: async () => (await alice.getsFiles(1)).at(-1)!.bytes,
    [Symbol.asyncDispose]: fixture[Symbol.asyncDispose],
  }
})
