import { keep, readKept } from './storage.js'
import { say } from './texts.js'

const DISMISSED = 'chasqui.offer.dismissed'
const GUARDS = { demonstration: ['demo', 'demoWhy'], off: ['noGuard', 'noGuardWhy'], none: ['noGuard', 'noGuardWhy'] }

/** Which model answers, which guard is on, and which larger model this computer could run. */
export function showStatus(status, find) {
  document.title = status.name
  find('name').textContent = status.name
  find('model').dataset.state = status.engine
  const words = { starting: say('starting'), failed: say('failed') }[status.engine]
  find('model-text').textContent = [status.model, words].filter(Boolean).join(' · ')
  showGuard(status, find)
  showOffer(status.offer, find)
}

function showGuard({ engine, guard, vision, guardSeesPictures }, find) {
  const notes = [...(GUARDS[guard] ?? [])]
  const isGuarded = guard === 'full' || guard === 'demonstration'
  if (isGuarded && vision && guardSeesPictures === false) notes.push('unjudged', 'unjudgedWhy')
  find('guard').hidden = engine !== 'ready' || notes.length === 0
  if (notes.length === 0) return
  find('guard-text').textContent = say(notes[0])
  find('guard-why').textContent = notes
    .filter((_, at) => at % 2 === 1)
    .map((why) => say(why))
    .join(' ')
}

/** A note that was opened closes like a menu; the offer stands open where there is room. */
export function prepareHeader(find) {
  const guard = find('guard')
  addEventListener('click', (event) => guard.contains(event.target) || (guard.open = false))
  addEventListener('keydown', (event) => event.key === 'Escape' && (guard.open = false))
  find('offer-details').open = matchMedia('(min-width: 48rem)').matches
}

function showOffer(offer, find) {
  find('offer').hidden = offer === undefined || readKept(DISMISSED) === offer.model
  if (offer === undefined) return
  const gigabytes = offer.downloadBytes && gigabytesOf(offer.downloadBytes)
  find('offer-name').textContent = say('offer', { model: offer.model })
  find('offer-terms').textContent = `${gigabytes ? `${gigabytes} GB · ` : ''}${offer.licence} ·`
  find('offer-command').textContent = offer.command
  find('offer-close').onclick = () => {
    keep(DISMISSED, offer.model)
    find('offer').hidden = true
  }
}

const gigabytesOf = (bytes) => (bytes / 1e9).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })
