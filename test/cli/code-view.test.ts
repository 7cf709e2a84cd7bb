import { PassThrough } from 'node:stream'
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { imageView, terminalView } from '#cli/code-view.ts'
import { isConfirmed } from '#cli/confirmed.ts'
import { qrInFile, qrInText } from '../kit/read-qr.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

const FIRST = `2@${'first'.repeat(40)}`
const SECOND = `2@${'later'.repeat(40)}`

function terminalOf(size: { isTTY?: boolean; columns?: number; rows?: number }) {
  const written: string[] = []
  return { terminal: { ...size, write: (text: string) => written.push(text) }, written }
}

test('in a terminal a newer code is drawn over the one before, in colours that no theme changes', async () => {
  const { terminal, written } = terminalOf({ isTTY: true, columns: 100, rows: 50 })
  const { show } = terminalView(terminal)
  await show(FIRST)
  await show(SECOND)
  const [first = '', second = ''] = written
  expect(qrInText(first)).toBe(FIRST)
  const lines = first.trimEnd().split('\n')
  expect(lines.every((line) => line.startsWith('\u001B[38;5;231;48;5;16m') && line.endsWith('\u001B[0m'))).toBe(true)
  expect(second.startsWith(`\u001B[${lines.length}A\u001B[0J`)).toBe(true)
  expect(qrInText(second)).toBe(SECOND)
})

test('what was said after a code is not drawn over', async () => {
  const { terminal, written } = terminalOf({ isTTY: true, columns: 100, rows: 50 })
  const { show, say } = terminalView(terminal)
  await show(FIRST)
  say('the page loads again')
  await show(SECOND)
  expect(written[1]).toBe('the page loads again\n')
  expect(written[2]).not.toContain('\u001B[0J')
})

test('in a pipe codes follow each other, without colours', async () => {
  const { terminal, written } = terminalOf({})
  const { show } = terminalView(terminal)
  await show(FIRST)
  await show(SECOND)
  expect(written.join('')).not.toContain('\u001B')
  expect(qrInText(written.join(''))).toBe(SECOND)
})

test('a window that is too small is told what the code needs', async () => {
  const narrow = terminalOf({ isTTY: true, columns: 40, rows: 50 })
  await terminalView(narrow.terminal).show(FIRST)
  expect(narrow.written.join('')).toMatch(
    /^This window is too small .* make it \d+ columns wide, or use --image FILE\.\n$/,
  )
  const low = terminalOf({ isTTY: true, columns: 100, rows: 24 })
  const { show } = terminalView(low.terminal)
  await show(FIRST)
  expect(low.written[0]).toMatch(/make it 3\d lines high/)
  expect(qrInText(low.written.join(''))).toBe(FIRST)
  await show(SECOND)
  expect(low.written.join('')).not.toContain('\u001B[0J')
})

test('a picture of a code takes the place of the one before, and leaves nothing else behind', async () => {
  const folder = await temporaryFolder()
  const file = path.join(folder, 'code.png')
  const { show } = imageView(file)
  await show(FIRST)
  await show(SECOND)
  expect(await qrInFile(file)).toBe(SECOND)
  expect(await readdir(folder)).toEqual(['code.png'])
})

test('a picture that cannot be written is said, with what to do', async () => {
  const file = path.join(await temporaryFolder(), 'a-file')
  await writeFile(file, '')
  await expect(imageView(path.join(file, 'code.png')).show(FIRST)).rejects.toThrow(
    /cannot be written \(ENOTDIR\): name/,
  )
})

test.each([
  ['yes\n', true],
  [' YES \n', true],
  ['y\n', false],
  ['no\n', false],
  ['', false],
])('typed at the terminal, %j is a yes: %s', async (typed, isYes) => {
  const input = Object.assign(new PassThrough(), { isTTY: true })
  input.end(typed)
  const written: string[] = []
  expect(await isConfirmed('Link it?', { input, write: (text) => written.push(text) })).toBe(isYes)
  expect(written).toEqual(['Link it? Type yes: '])
})

test('what was typed being read, the terminal keeps the command from ending no longer', async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true })
  input.write('yes\n')
  expect(await isConfirmed('Link it?', { input, write: () => undefined })).toBe(true)
  expect(input.isPaused()).toBe(true)
})
