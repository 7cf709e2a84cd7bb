import { describe, expect, test } from 'vitest'

type File = { readonly name: string; readonly type: string }
type Meant =
  { readonly type: 'text'; readonly text: string } | { readonly type: 'files'; readonly files: readonly File[] }
type Handover = {
  readonly meantBy: (transfer: { files: readonly File[]; getData: (type: string) => string }) => Meant
  readonly oneForm: (files: readonly File[]) => readonly File[]
}
const page = new URL('../../../adapters/web/page/handover.js', import.meta.url)
const { meantBy, oneForm } = (await import(page.href)) as Handover

const png: File = { name: 'image.png', type: 'image/png' }
const photo: File = { name: 'sun.jpg', type: 'image/jpeg' }
const handed = (files: readonly File[], texts: Record<string, string> = {}) =>
  meantBy({ files, getData: (type) => texts[type] ?? '' })

describe('What the browser hands over in several forms', () => {
  test.each([
    [
      'cells of a spreadsheet',
      [png],
      { 'text/plain': '1\t2\n3\t4', 'text/html': '<table><tr><td>1</td></tr></table>' },
    ],
    ['words of a text program', [png], { 'text/plain': 'some words', 'text/html': '<p>some words</p>' }],
    [
      'a part of a page, with a picture in it',
      [png],
      { 'text/plain': 'The sun', 'text/html': '<img src="x"> The sun' },
    ],
    [
      'a cell that holds an address',
      [png],
      { 'text/plain': 'https://e.org/', 'text/html': '<table><td>e</td></table>' },
    ],
    ['words without a picture', [], { 'text/plain': 'some words' }],
  ])('is text: %s', (_what, files, texts) => {
    expect(handed(files, texts)).toMatchObject({ type: 'text', text: texts['text/plain'] })
  })

  test.each([
    ['a screenshot', [png], {}],
    ['a picture copied in a browser', [png], { 'text/html': '<img src="https://e.org/a.png">' }],
    ['a picture copied with its address', [png], { 'text/plain': 'https://e.org/a.png', 'text/html': '<img src="a">' }],
    ['a picture dragged from a page', [photo], { 'text/plain': 'https://e.org/sun.jpg', 'text/uri-list': 'x' }],
    ['a picture alone in a text program', [png], { 'text/plain': ' \r\n', 'text/html': '<img>' }],
    ['a file of the file manager', [photo], { 'text/plain': 'sun.jpg' }],
    ['a file with its path', [photo], { 'text/plain': '/home/a/pictures/sun.jpg' }],
    ['a file with its address', [photo], { 'text/plain': 'file:///home/a/sun.jpg' }],
    ['a photo of a phone that names no type', [{ name: 'a.HEIC', type: '' }], {}],
  ])('is a picture: %s', (_what, files, texts) => {
    expect(handed(files, texts)).toEqual({ type: 'files', files })
  })

  test('is a picture where other files come with it, and a file where none does', () => {
    const words = { name: 'words.txt', type: 'text/plain' }
    expect(handed([words, photo])).toEqual({ type: 'files', files: [photo] })
    expect(handed([words], { 'text/plain': 'words.txt' })).toEqual({ type: 'files', files: [words] })
  })

  test('is one picture where it is copied in several formats, and several where several were chosen', () => {
    expect(oneForm([{ name: 'image.tiff', type: 'image/tiff' }, png])).toEqual([png])
    expect(oneForm([photo, { ...photo, name: 'moon.png' }])).toHaveLength(2)
  })
})
