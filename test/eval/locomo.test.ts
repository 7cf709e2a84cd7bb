import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parseLocomo } from './locomo.ts'

const file = path.join(import.meta.dirname, 'samples/locomo-format.json')
const json: unknown = JSON.parse(await readFile(file, 'utf8'))
const [chat] = parseLocomo(json, 'sample').people

test('a chat has the turns of both, in the order of its sessions, with speaker and caption', () => {
  expect(chat!.turns.map(({ id, text }) => [id, text])).toEqual([
    ['own-1:D1:1', 'Wren: I finally moved to Oakvale.'],
    ['own-1:D1:2', 'Tobin: Look what we found in the barn! [a photo of an old bicycle]'],
    ['own-1:D2:1', 'Tobin: My sister Ada teaches the oboe.'],
    ['own-1:D2:2', 'Wren: '],
    ['own-1:D10:1', 'Wren: The bicycle works again.'],
  ])
})

test('a turn is said at the time of its session, after the turn before it', () => {
  expect(chat!.turns.map(({ saidAtMs }) => new Date(saidAtMs).toISOString().slice(0, 16))).toEqual([
    '2023-05-08T13:56',
    '2023-05-08T13:57',
    '2023-05-20T09:01',
    '2023-05-20T09:02',
    '2023-07-01T00:05',
  ])
})

test('a question has its evidence, each turn once, however it is written, and none that is not there', () => {
  expect(chat!.questions.map(({ text, category, evidence }) => [text, category, evidence])).toEqual([
    ['Where does Wren live?', 'single', ['own-1:D1:1']],
    ['When did the bicycle work again?', 'temporal', ['own-1:D1:2', 'own-1:D10:1']],
    ['What does Ada teach?', 'multi-hop', ['own-1:D2:1']],
  ])
})

test('a file of another format is refused', () => {
  expect(() => parseLocomo({ people: [] }, 'sample')).toThrow()
})
