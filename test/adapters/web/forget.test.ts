import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { identityId } from '#core/contract/ids.ts'
import { host } from './page-host.ts'
import { pictureOf, Visitor } from './visitor.ts'

test('who is forgotten has no upload and no open page left, and a page that comes back learns nothing', async () => {
  const page = await host()
  const { channel } = page
  const [alice, bob] = [await Visitor.arrives(page), await Visitor.arrives(page)]
  const [hers, his] = [await alice.listens(), await bob.listens()]
  const { id } = await hers.next('hello')
  for (const visitor of [alice, bob])
    expect((await visitor.sendsPictures('message-1', 'look', [pictureOf(100)])).status).toBe(202)
  await hers.next('message')
  await his.next('message')

  const identities = [identityId(channel.account, alice.person)]
  expect(await channel.forgetPerson?.(identities)).toEqual({ uploads: 1, pages: 1 })
  expect((await readdir(page.spoolFolder)).map((name) => name.split('.')[0])).toEqual([bob.person])
  await expect(hers.next('nothing')).rejects.toThrow('the stream ended')

  const back = await alice.listens({ 'last-event-id': id ?? '' })
  expect((await back.next('hello')).data).toEqual({ resumed: false })
  expect(await channel.forgetPerson?.(identities)).toEqual({ uploads: 0, pages: 1 })
  await expect(back.next('message')).rejects.toThrow('the stream ended')
  his.leave()
})
