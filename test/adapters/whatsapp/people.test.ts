import { GroupTitles } from '#adapters/whatsapp/group-titles.ts'
import { People } from '#adapters/whatsapp/people.ts'
import { beforeEach, expect, it } from 'vitest'
import { ManualClock } from '../../kit/manual-clock.ts'
import { AskedPage } from './asked-page.ts'
import { ANA, ANA_LID, BO, GROUP } from './models.ts'

const UNKNOWN = '999000000009@lid'
const { signal } = new AbortController()
let page: AskedPage
beforeEach(() => {
  page = new AskedPage()
  page.phones = { [ANA_LID]: ANA }
})

it('whose a hidden id is, is asked once; one that WhatsApp does not tell of stands for itself', async () => {
  const people = new People()
  await people.learn([ANA_LID, BO, UNKNOWN, ANA_LID], page, signal)
  await people.learn([ANA_LID, UNKNOWN], page, signal)
  expect([ANA_LID, BO, UNKNOWN].map((jid) => people.personOf(jid))).toEqual([ANA, BO, UNKNOWN])
  expect(page.asked).toHaveLength(1)
})

it('when the page did not answer, it is asked again', async () => {
  const people = new People()
  page.isGone = true
  await expect(people.learn([ANA_LID], page, signal)).rejects.toMatchObject({ code: 'unreachable' })
  page.isGone = false
  await people.learn([ANA_LID], page, signal)
  expect(people.personOf(ANA_LID)).toBe(ANA)
})

it('the title of a group is asked once, and again after hours; without an answer the newest stays', async () => {
  const clock = new ManualClock()
  const titles = new GroupTitles(clock)
  page.chats = [{ id: GROUP, name: 'Huts' }]
  await titles.learn([GROUP, GROUP, ANA], page, signal)
  await titles.learn([GROUP], page, signal)
  expect([titles.titleOf(GROUP), page.asked.length]).toEqual(['Huts', 1])
  clock.turn(7 * 60 * 60_000)
  page.isGone = true
  await titles.learn([GROUP], page, signal)
  expect(titles.titleOf(GROUP)).toBe('Huts')
  clock.turn(60 * 60_000)
  page.isGone = false
  page.chats = [{ id: GROUP, name: 'Peaks' }]
  await titles.learn([GROUP], page, signal)
  expect(titles.titleOf(GROUP)).toBe('Peaks')
})
