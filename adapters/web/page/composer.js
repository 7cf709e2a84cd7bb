import { element } from './element.js'
import { say } from './texts.js'

const MEGABYTE = 1024 ** 2

/**
 * The message box: text, pictures by button, paste and drop, and a hint before anything is refused. Enter sends,
 * Shift+Enter is a new line, Esc takes the pictures away.
 */
export function createComposer({ form, text, files, attach, send, attachments, hint, drop, limits, onSend }) {
  let chosen = []

  function add(candidates) {
    tell('')
    for (const file of candidates) {
      const { filesMax, fileBytesMax } = limits()
      if (!isPicture(file)) tell(say('notPicture'))
      else if (file.size > fileBytesMax) tell(say('tooLarge', { n: Math.floor(fileBytesMax / MEGABYTE) }))
      else if (chosen.length >= filesMax) tell(say('tooMany', { n: filesMax }))
      else chosen.push({ file, url: URL.createObjectURL(file) })
    }
    show()
    text.focus()
  }

  function remove(entry) {
    chosen = chosen.filter((other) => other !== entry)
    URL.revokeObjectURL(entry.url)
    show()
    text.focus()
  }

  function show() {
    attachments.hidden = chosen.length === 0
    attachments.replaceChildren(...chosen.map(thumbnail))
    const isEmpty = text.value.trim() === '' && chosen.length === 0
    send.setAttribute('aria-disabled', String(isEmpty))
  }

  function thumbnail(entry) {
    const { name } = entry.file
    const image = element('img')
    image.alt = name || say('picture')
    image.addEventListener('error', () => image.replaceWith(element('span', 'plain', [name || say('picture')])))
    image.src = entry.url
    const button = element('button', '', ['✕'])
    button.type = 'button'
    button.setAttribute('aria-label', say('remove', { n: name || say('picture') }))
    button.addEventListener('click', () => remove(entry))
    return element('li', '', [image, button])
  }

  function tell(sentence) {
    hint.textContent = sentence
    hint.hidden = sentence === ''
  }

  /** A browser without `field-sizing` grows the box this way. */
  function fit() {
    if (CSS.supports('field-sizing', 'content')) return
    text.style.height = 'auto'
    text.style.height = `${text.scrollHeight}px`
  }

  function submit() {
    const { textLengthMax } = limits()
    if (text.value.length > textLengthMax) return tell(say('tooLong', { n: textLengthMax }))
    if (text.value.trim() === '' && chosen.length === 0) return
    const message = { text: text.value, pictures: chosen }
    chosen = []
    text.value = ''
    tell('')
    show()
    fit()
    onSend(message)
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    submit()
  })
  text.addEventListener('input', () => {
    if (text.value.length <= limits().textLengthMax) tell('')
    show()
    fit()
  })
  text.addEventListener('keydown', (event) => {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    submit()
  })
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const entry of [...chosen]) remove(entry)
    tell('')
  })
  attach.addEventListener('click', () => files.click())
  files.addEventListener('change', () => {
    add([...files.files])
    files.value = ''
  })
  document.addEventListener('paste', (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])]
    if (pasted.length === 0) return
    event.preventDefault()
    add(pasted)
  })
  takeDrops(drop, add)
  show()

  return {
    write(words) {
      text.value = words
      show()
      fit()
      text.focus()
    },
    choosePictures: () => files.click(),
  }
}

/** A phone's HEIC comes without a type in some browsers. */
const isPicture = (file) => file.type.startsWith('image/') || (file.type === '' && /\.(heic|heif)$/i.test(file.name))

function takeDrops(curtain, add) {
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files')
  addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    curtain.hidden = false
  })
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) curtain.hidden = true
  })
  addEventListener('drop', (event) => {
    curtain.hidden = true
    if (!hasFiles(event)) return
    event.preventDefault()
    add([...event.dataTransfer.files])
  })
}
