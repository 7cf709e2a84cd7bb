import { channelContract } from '../../contract/channel.ts'
import { chatOf, hostPage } from './page-host.ts'
import { Visitor } from './visitor.ts'

let messages = 0

channelContract('the web page', async (sink) => {
  const host = await hostPage({ sink })
  const visitor = await Visitor.arrives(host)
  const page = await visitor.listens()
  await page.next('hello')
  const seen: string[] = []
  return {
    channel: host.channel,
    chat: chatOf(visitor.person),
    async says(text) {
      const response = await visitor.post({ id: `message-${(messages += 1)}`, text })
      if (response.status !== 202) throw new Error(`not taken: ${await response.text()}`)
    },
    async sees(text) {
      while (seen.at(-1) !== text) seen.push(String((await page.next('reply')).data['text']))
    },
    seen: () => seen,
    async gets() {
      const { id } = (await page.next('file')).data
      const response = await visitor.get(`/api/files/${String(id)}`)
      return new Uint8Array(await response.arrayBuffer())
    },
    async [Symbol.asyncDispose]() {
      page.leave()
      await host[Symbol.asyncDispose]()
    },
  }
})
