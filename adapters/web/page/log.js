import { button, element, icon } from './element.js'
import { showMarkdown } from './markdown-view.js'
import { say } from './texts.js'

const NEAR_END_PIXELS = 60
const MARKDOWN_KINDS = ['answer', 'notice', 'command']

/**
 * What was said, oldest first. Every message has a key; showing a key again replaces its text. The view follows the
 * newest text only while the reader is at the end.
 */
export function createLog({ list, scroll, announcer, newest, onOpenPicture, botName }) {
  const shown = new Map()
  // A page that just opened is at the end, and so is one whose text grew by itself.
  let follows = true
  let lastTop = 0
  const toEnd = () => {
    scroll.scrollTop = scroll.scrollHeight
    lastTop = scroll.scrollTop
  }
  const follow = () => {
    if (follows) toEnd()
    showPosition()
  }
  const showPosition = () => {
    newest.hidden = follows
    scroll.classList.toggle('reading', !follows)
  }
  // Only a reader scrolls up; text that grew since the last frame looks the same but for the direction. The view also
  // moves up when the text becomes shorter, so `toEnd` notes where it left it.
  scroll.addEventListener('scroll', () => {
    const isNearEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END_PIXELS
    if (isNearEnd) follows = true
    else if (scroll.scrollTop < lastTop) follows = false
    lastTop = scroll.scrollTop
    showPosition()
  })
  new ResizeObserver(follow).observe(scroll)
  new ResizeObserver(follow).observe(list)

  function showPerson(key, { text, pictures = [], pictureCount = 0 }) {
    const item = shown.get(key) ?? add(key, 'mine')
    const parts = []
    if (pictures.length > 0) parts.push(pictureRow(pictures))
    else if (pictureCount > 0) parts.push(bubble([icon('picture'), ` × ${pictureCount}`]))
    if (text.trim() !== '') parts.push(bubble([text]))
    item.replaceChildren(unseenName(say('you')), ...parts)
    item.plain = text
    // The stream states how many pictures there were, the history has them.
    item.isPartial = pictures.length < pictureCount
  }

  function showReply(key, { text, kind, final, files = [] }) {
    const item = shown.get(key) ?? add(key, 'theirs')
    if (item.plain === text && item.final === final && files.length === 0) return
    item.dataset.kind = kind
    item.toggleAttribute('data-growing', !final)
    const isMarkdown = MARKDOWN_KINDS.includes(kind)
    if (!isMarkdown || !item.bubble) {
      item.bubble = bubble(isMarkdown ? [] : [text])
      item.replaceChildren(unseenName(botName()), item.bubble)
    }
    if (isMarkdown) showMarkdown(item.bubble, text, { isGrowing: !final })
    item.plain = text
    item.final = final
    item.querySelector('.files')?.remove()
    if (files.length > 0) item.append(fileRow(files))
  }

  /** A file that waits, as a message of its own. */
  function showFile(key, file) {
    const item = shown.get(key) ?? add(key, 'theirs')
    item.final = true
    item.replaceChildren(unseenName(botName()), fileRow([file]))
    follow()
  }

  function add(key, side) {
    const item = element('li', side)
    shown.set(key, item)
    list.append(item)
    return item
  }

  function remove(key) {
    shown.get(key)?.remove()
    shown.delete(key)
  }

  function pictureRow(urls) {
    const pictures = urls.map((url) => {
      const image = element('img')
      image.alt = say('picture')
      // A kind of picture that this browser cannot show.
      image.addEventListener('error', () => image.replaceWith(element('span', 'plain', [icon('picture')])))
      image.src = url
      const opener = button([image], () => onOpenPicture(url))
      opener.setAttribute('aria-label', say('open'))
      return opener
    })
    return element('div', 'pictures', pictures)
  }

  function olderThan(entries) {
    const inHistory = new Set(entries.map((entry) => shown.get(entry.key)))
    const items = [...list.children]
    const first = items.findIndex((item) => inHistory.has(item))
    return first === -1 ? [] : items.slice(0, first)
  }

  /** Removes messages that the history shows in another way: a reply of several messages is one there. */
  function removeCovered(entries) {
    const covering = entries.filter((entry) => entry.covers)
    for (const key of [...shown.keys()]) {
      if (covering.some((entry) => entry.covers(key) && entry.key !== key)) remove(key)
    }
  }

  function removeFinished() {
    for (const [key, item] of [...shown]) {
      if (!item.querySelector('.state') && !item.hasAttribute('data-growing')) remove(key)
    }
  }

  return {
    has: (key) => shown.has(key),
    showPerson,
    showReply,
    showFile,
    /** It was fetched, here or in another tab. */
    endFile(id) {
      const link = list.querySelector(`[data-file="${CSS.escape(id)}"]`)
      link?.replaceWith(element('span', 'file', [`${link.dataset.name} · ${say('fileTaken')}`]))
    },
    /** The service has deleted the person; the last message says so. */
    removeAllButLast() {
      for (const key of [...shown.keys()].slice(0, -1)) remove(key)
    },
    remove,
    /** Once, when a reply is complete: a text that grows would be read out again and again. */
    announce: (text) => (announcer.textContent = text),
    /**
     * Puts what the history knows in its order; what is older than it reaches stays before, what is newer after.
     * @returns whether it continues what was there. If not, something may have been said in between, and what was there
     * goes, but for what is not sent yet and what is being answered.
     */
    merge(entries, { mayHaveGap }) {
      const overlaps = entries.some(({ key, covers }) => shown.has(key) || (covers && [...shown.keys()].some(covers)))
      const hasGap = mayHaveGap && !overlaps
      if (hasGap) removeFinished()
      const older = olderThan(entries)
      for (const entry of entries) if (shown.get(entry.key)?.isPartial !== false || entry.covers) entry.show()
      const known = entries.map((entry) => shown.get(entry.key))
      removeCovered(entries)
      list.prepend(...older, ...known)
      follow()
      return !hasGap
    },
    /** Older than everything shown. */
    prepend(entries, { focusFirst }) {
      const unknown = entries.filter((entry) => !shown.has(entry.key))
      for (const entry of unknown) entry.show()
      const items = unknown.map((entry) => shown.get(entry.key))
      list.prepend(...items)
      if (!focusFirst || items.length === 0) return
      items[0].tabIndex = -1
      items[0].focus()
    },
    /** Runs `act`, which changes what is above the view, and keeps the view where it is. */
    keepPosition(act) {
      const { scrollHeight, scrollTop } = scroll
      act()
      // A browser with scroll anchoring does it better, also during a scroll, but never at the very top.
      const isAnchored = CSS.supports('overflow-anchor', 'auto') && scrollTop > 0
      if (follows || isAnchored || list.contains(document.activeElement)) return
      scroll.scrollTop = scrollTop + scroll.scrollHeight - scrollHeight
    },
    follow,
    /** Shown under a message of the person: whether it was sent. */
    setState(key, nodes, { isBad = false } = {}) {
      const item = shown.get(key)
      if (!item) return
      item.querySelector('.state')?.remove()
      item.classList.toggle('waiting', nodes.length > 0 && !isBad)
      if (nodes.length > 0) item.append(element('div', isBad ? 'state bad' : 'state', nodes))
    },
    isEmpty: () => shown.size === 0,
    toEnd() {
      follows = true
      follow()
    },
  }
}

const fileRow = (files) => element('div', 'files', files.map(fileLink))

/** The browser saves it by itself; the service deletes it once it was saved. */
function fileLink({ id, name, bytes }) {
  const about = element('span', '', [element('b', '', [name]), ` ${sizeOf(bytes)}`])
  const link = element('a', 'file', [icon('down'), about])
  link.href = `api/files/${encodeURIComponent(id)}`
  link.download = name
  link.dataset.file = id
  link.dataset.name = name
  link.setAttribute('aria-label', `${say('getFile', { n: name })} (${sizeOf(bytes)})`)
  return link
}

const UNITS = [
  ['megabyte', 1e6],
  ['kilobyte', 1e3],
  ['byte', 1],
]

function sizeOf(bytes) {
  const [unit, size] = UNITS.find(([, least]) => bytes >= least) ?? UNITS.at(-1)
  const shape = { style: 'unit', unit, maximumFractionDigits: 1 }
  return new Intl.NumberFormat(document.documentElement.lang, shape).format(bytes / size)
}

const bubble = (children) => Object.assign(element('div', 'bubble', children), { dir: 'auto' })
const unseenName = (name) => element('span', 'unseen', [`${name}: `])
