import type { KeyboardEvent } from 'react'

/** Ctrl or Command with Enter sends; Enter alone begins a line. */
export const sendsOnEnter = (send: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  send()
}
