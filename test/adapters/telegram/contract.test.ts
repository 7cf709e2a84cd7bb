import { channelContract } from '../../contract/channel.ts'
import { openBench } from './fixture.ts'

channelContract('telegram', async (sink) => {
  const bench = await openBench({}, sink)
  const alice = bench.double.person('Alice')
  return {
    channel: bench.channel,
    chat: { id: String(alice.chatId), kind: 'dm' },
    says: (text) => void alice.sends(text),
    sees: (text) => bench.double.until(() => alice.transcript().at(-1)?.text === text || undefined),
    [Symbol.asyncDispose]: bench[Symbol.asyncDispose],
  }
})
