import { button, element, icon } from './element.js'
import { isPicture, meantBy, oneForm } from './handover.js'
import { say } from './texts.js'

const MEGABYTE = 1024 ** 2
/** The `keyCode` of a key that an input method has taken, also after the character is complete. */
const TAKEN_BY_INPUT_METHOD = 229

/**
 * The message box: text, pictures by button, paste and drop, and a hint before anything is refused. Enter sends,
 * Shift+Enter is a new line, Esc takes the pictures away.
 */
export function createComposer({ form, text, files, attach, send, attachments, hint, drop, limits, onSend, onChange }) {
  let chosen = []

  function add(candidates) {
    showHint('')
    for (const file of candidates) {
      const { filesMax, fileBytesMax } = limits()
      if (!isPicture(file)) showHint(say('notPicture'))
      else if (file.size > fileBytesMax) showHint(say('tooLarge', { n: Math.floor(fileBytesMax / MEGABYTE) }))
      else if (chosen.length >= filesMax) showHint(say('tooMany', { n: filesMax }))
      else chosen.push({ file, url: URL.createObjectURL(file) })
    }
    show()
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
    onChange({ text: text.value, files: chosen.map(({ file }) => file) })
  }

  function thumbnail(entry) {
    const { name } = entry.file
    const image = element('img')
    image.alt = name || say('picture')
    image.addEventListener('error', () => image.replaceWith(element('span', 'plain', [name || say('picture')])))
    image.src = entry.url
    const removal = button([icon('close')], () => remove(entry))
    removal.setAttribute('aria-label', say('remove', { n: name || say('picture') }))
    return element('li', '', [image, removal])
  }

  function showHint(sentence) {
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
    if (text.value.length > textLengthMax) return showHint(say('tooLong', { n: textLengthMax }))
    if (text.value.trim() === '' && chosen.length === 0) return
    const message = { text: text.value, pictures: chosen }
    chosen = []
    text.value = ''
    showHint('')
    show()
    fit()
    onSend(message)
  }

  function write(words) {
    text.value = words
    show()
    fit()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    submit()
  })
  text.addEventListener('input', () => {
    if (text.value.length <= limits().textLengthMax) showHint('')
    show()
    fit()
  })
  text.addEventListener('keydown', (event) => {
    const isOfInputMethod = event.isComposing || event.keyCode === TAKEN_BY_INPUT_METHOD
    if (event.key !== 'Enter' || event.shiftKey || isOfInputMethod) return
    event.preventDefault()
    submit()
  })
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing) return
    for (const entry of [...chosen]) remove(entry)
    showHint('')
  })
  attach.addEventListener('click', () => files.click())
  files.addEventListener('change', () => {
    add([...files.files])
    files.value = ''
    text.focus()
  })
  document.addEventListener('paste', (event) => {
    const meant = meantBy(event.clipboardData)
    if (meant.type !== 'files') return
    event.preventDefault()
    add(oneForm(meant.files))
    text.focus()
  })
  takeDrops(drop, (transfer) => {
    const meant = meantBy(transfer)
    if (meant.type === 'files') add(meant.files)
    else write(text.value + meant.text)
    text.focus()
  })
  show()

  return {
    write,
    showHint,
    /** Puts the draft from before a reload in front of what was typed since. */
    restore(draft) {
      text.value = draft.text + text.value
      add(draft.files)
      fit()
    },
    choosePictures: () => files.click(),
  }
}

/** Files, and links: dropped beside the box, a link would lead away from the page and from what is not sent yet. */
function takeDrops(curtain, take) {
  const isOurs = ({ dataTransfer, target }) => {
    const types = [...(dataTransfer?.types ?? [])]
    return types.includes('Files') || (types.includes('text/uri-list') && !(target instanceof HTMLTextAreaElement))
  }
  addEventListener('dragover', (event) => {
    if (!isOurs(event)) return
    event.preventDefault()
    curtain.hidden = !event.dataTransfer.types.includes('Files')
  })
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) curtain.hidden = true
  })
  addEventListener('drop', (event) => {
    curtain.hidden = true
    if (!isOurs(event)) return
    event.preventDefault()
    take(event.dataTransfer)
  })
}
