import { BACK_SHOWN_MS, tryUntilAnswered } from '../connection-tries.ts'
import { connection, watchConnection } from '../connection.ts'
import { text } from '../texts/text.ts'
import { element } from './element.ts'

/** While the service does not answer: says so, keeps trying, and says when it is back. */
export function connectionBanner(closed: AbortSignal): HTMLElement {
  const banner = element('div', { class: 'door-connection', role: 'status' })
  let stop = () => {}
  const tell = () => {
    stop()
    const isLost = connection() === 'lost'
    const words = text(isLost ? 'connection.lost' : 'connection.back')
    banner.replaceChildren(element('p', { 'data-lost': isLost }, words))
    if (isLost) stop = tryUntilAnswered()
    else {
      const timer = setTimeout(() => banner.replaceChildren(), BACK_SHOWN_MS)
      stop = () => clearTimeout(timer)
    }
  }
  if (connection() === 'lost') tell()
  const unwatch = watchConnection(tell)
  closed.addEventListener('abort', () => {
    unwatch()
    stop()
  })
  return banner
}
