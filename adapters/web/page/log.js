import { element } from './element.js'
import { markdownNodes } from './markdown.js'
import { say } from './texts.js'

const NEAR_END_PIXELS = 60
const MARKDOWN_KINDS = ['answer', 'notice', 'command']

/**
 * What was said, oldest first. Every message has a key; telling a message again replaces its text. The view follows the
 * newest text only while the reader is at the end.
 */
export function createLog({ list, scroll, announcer, newest, onOpenPicture, botName }) {
  const shown = new Map()
  // A page that just opened stands at the end, and so does one whose text grew by itself.
  let follows = true
  const toEnd = () => (scroll.scrollTop = scroll.scrollHeight)
  const follow = () => {
    if (follows) toEnd()
    newest.hidden = follows
  }
  // Only a reader scrolls up; text that grew since the last frame looks the same but for the direction.
  let lastTop = 0
  scroll.addEventListener('scroll', () => {
    const isNearEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END_PIXELS
    if (isNearEnd) follows = true
    else if (scroll.scrollTop < lastTop) follows = false
    lastTop = scroll.scrollTop
    newest.hidden = follows
  })
  new ResizeObserver(follow).observe(scroll)
  new ResizeObserver(follow).observe(list)

  function showPerson(key, { text, pictures = [], pictureCount = 0 }) {
    const item = shown.get(key) ?? add(key, 'mine', say('you'))
    const parts = []
    if (pictures.length > 0) parts.push(pictureRow(pictures))
    else if (pictureCount > 0) parts.push(bubble([`🖼 × ${pictureCount}`]))
    if (text.trim() !== '') parts.push(bubble([text]))
    item.replaceChildren(unseenName(say('you')), ...parts)
    item.plain = text
    // The stream tells how many pictures there were, the history brings them.
    item.isPartial = pictures.length < pictureCount
    return item
  }

  function showReply(key, { text, kind, final }) {
    const item = shown.get(key) ?? add(key, 'theirs')
    if (item.plain === text && item.final === final) return
    item.dataset.kind = kind
    item.toggleAttribute('data-growing', !final)
    item.replaceChildren(unseenName(botName()), bubble(MARKDOWN_KINDS.includes(kind) ? markdownNodes(text) : [text]))
    item.plain = text
    item.final = final
  }

  function add(key, side) {
    const item = document.createElement('li')
    item.className = side
    shown.set(key, item)
    list.append(item)
    return item
  }

  function pictureRow(urls) {
    const row = element('div', 'pictures')
    for (const url of urls) {
      const button = element('button')
      button.type = 'button'
      button.setAttribute('aria-label', say('open'))
      const image = element('img')
      image.alt = say('picture')
      image.addEventListener('load', follow)
      // A kind of picture that this browser cannot show.
      image.addEventListener('error', () => image.replaceWith(element('span', 'plain', ['🖼'])))
      image.src = url
      button.append(image)
      button.addEventListener('click', () => onOpenPicture(url))
      row.append(button)
    }
    return row
  }

  function olderThan(entries) {
    const inHistory = new Set(entries.map((entry) => shown.get(entry.key)))
    const items = [...list.children]
    const first = items.findIndex((item) => inHistory.has(item))
    return first === -1 ? [] : items.slice(0, first)
  }

  return {
    has: (key) => shown.has(key),
    showPerson,
    showReply,
    /** Once, when a reply is complete: a text that grows would be read out again and again. */
    announce: (text) => (announcer.textContent = text),
    /** Puts what the history knows in its order; what is older than it reaches stays before, what is newer after. */
    merge(entries) {
      const older = olderThan(entries)
      const known = entries.map((entry) => {
        if (shown.get(entry.key)?.isPartial !== false || entry.covers) entry.show()
        return shown.get(entry.key)
      })
      const covered = entries.filter((entry) => entry.covers)
      for (const [key, item] of shown) {
        if (!covered.some((entry) => entry.covers(key) && entry.key !== key)) continue
        shown.delete(key)
        item.remove()
      }
      list.prepend(...older, ...known)
      follow()
    },
    follow,
    /** Under a message of the person: whether it got out. */
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

const bubble = (children) => Object.assign(element('div', 'bubble', children), { dir: 'auto' })
const unseenName = (name) => element('span', 'unseen', [`${name}: `])
