import { channelContract } from '../../contract/channel.ts'
import { openFixture, PRODUCT_NAMES } from './fixture.ts'

for (const product of PRODUCT_NAMES) {
  channelContract(product, async (sink) => {
    const fixture = await openFixture({ product, double: { limits: 'off' } }, sink)
    const alice = fixture.double.person('Alice')
    // She wrote to an earlier run of the service, so that the bot may write to her.
    alice.room.lastFromPersonMs = Date.now()
    const ofBot = () => alice.transcript().filter(({ fromBot }) => fromBot)
    const hasButtons = product !== 'whatsapp-cloud'
    return {
      channel: fixture.channel,
      chat: { id: alice.chatId, kind: 'dm' },
      says: (text) => void alice.says(text),
      sees: (text) => fixture.double.until(() => ofBot().at(-1)?.text === text || undefined),
      seen: () => ofBot().map(({ text }) => text),
      ...(hasButtons && { buttons: () => ofBot().at(-1)?.buttons ?? [] }),
      gets: () => fixture.double.until(() => ofBot().at(-1)?.file?.bytes),
      [Symbol.asyncDispose]: fixture[Symbol.asyncDispose],
    }
  })
}
