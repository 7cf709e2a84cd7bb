/**
 * What somebody meant by a paste or a drop. A browser hands the same thing over in several forms: a table copied from a
 * spreadsheet is also a picture of it, a picture dragged from a page is also an address.
 */
export function meantBy(transfer) {
  const files = [...(transfer?.files ?? [])]
  const text = transfer?.getData('text/plain') ?? ''
  const html = transfer?.getData('text/html') ?? ''
  if (files.length === 0 || saysMore(text, { html, files })) return { type: 'text', text }
  const pictures = files.filter(isPicture)
  return { type: 'files', files: pictures.length > 0 ? pictures : files }
}

/** A phone's HEIC comes without a type in some browsers. */
export const isPicture = ({ type, name }) => type.startsWith('image/') || (type === '' && /\.(heic|heif)$/i.test(name))

/** Of several forms of one picture that was copied, the one that every reader knows. */
export function oneForm(files) {
  const isOnePicture = files.length > 1 && files.every(({ name }) => /^image\.\w+$/i.test(name))
  return isOnePicture ? [files.find(({ type }) => COMMON.includes(type)) ?? files[0]] : files
}
const COMMON = ['image/png', 'image/jpeg', 'image/webp']

const ADDRESS = /^(?:https?|file|blob|data):\S+$/i

/** Whether a text that came with files is more than what they are called or where they were. */
function saysMore(text, { html, files }) {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const isName = (line) => files.some(({ name }) => name !== '' && line.split(/[/\\]/).at(-1) === name)
  const isSource = (line) => ADDRESS.test(line) && (html === '' || /<img\b/i.test(html))
  return lines.some((line) => !isName(line) && !isSource(line))
}
