import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { AccountStore } from '#adapters/whatsapp/account-file.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'

test('of several writes at once the newest stays, and none fails', async () => {
  const folder = path.join(await temporaryFolder(), 'whatsapp')
  const store = new AccountStore(folder)
  await Promise.all([1, 2, 3].map((linkedAtMs) => store.write({ acknowledgedAtMs: 0, linkedAtMs })))
  expect(JSON.parse(await readFile(path.join(folder, 'account.json'), 'utf8'))).toEqual({
    acknowledgedAtMs: 0,
    linkedAtMs: 3,
  })
  expect(await new AccountStore(folder).read()).toEqual(store.known)
})

test('why a link ended, written as words alone by an earlier version, is left out, and all else stays', async () => {
  const folder = await temporaryFolder()
  const kept = { acknowledgedAtMs: 1, isLost: true }
  await writeFile(path.join(folder, 'account.json'), JSON.stringify({ ...kept, endedFor: 'logged out on the phone' }))
  expect(await new AccountStore(folder).read()).toEqual(kept)
})

test('that the link was seen, said after whose account it is, takes nothing of that away', async () => {
  const store = new AccountStore(await temporaryFolder())
  await store.writeLinked(1, 0)
  expect(store.known).toEqual({ acknowledgedAtMs: 0, linkedAtMs: 1 })
  await store.write({ acknowledgedAtMs: 0, linkedAtMs: 1, phoneNumber: '4930' })
  await store.writeLinked(2, 5)
  expect(store.known).toEqual({ acknowledgedAtMs: 0, linkedAtMs: 1, phoneNumber: '4930' })
})
