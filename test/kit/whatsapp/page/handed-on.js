/** What the library's own process is told through, of what a push brings. Puppeteer puts these functions into the page. */
const NAMES = [
  'onAddMessageEvent',
  'onAddMessageCiphertextEvent',
  'onAppStateChangedEvent',
  // It comes back once the library has said that it is ready.
  'onAppStateHasSyncedEvent',
  'onChangeMessageEvent',
  'onChangeMessageTypeEvent',
  'onChatUnreadCountEvent',
  'onEditMessageEvent',
  'onMessageAckEvent',
  'onReaction',
]

const open = new Set()

/** Keeps count of the calls that have not come back yet. */
export function watchHandlers() {
  for (const name of NAMES) {
    let watched = window[name] && watching(window[name])
    Object.defineProperty(window, name, {
      configurable: true,
      get: () => watched,
      set(handler) {
        watched = watching(handler)
      },
    })
  }
}

const watching =
  (handler) =>
  (...args) => {
    const called = handler(...args)
    // The library does without what comes back.
    const ended = called.catch(() => undefined).finally(() => open.delete(ended))
    open.add(ended)
    return called
  }

/** All that the library's process was told up to now has been dealt with there. */
export const handedOn = () => Promise.all(open)
