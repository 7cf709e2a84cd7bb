import type { Logger } from '#machine/log.ts'

/** The library throws these texts, and what ends with the browser rejects by these names. */
const TEXTS: readonly unknown[] = ['auth timeout', 'ready timeout']
const NAMES = ['TargetCloseError', 'ProtocolError', 'TimeoutError', 'ConnectionClosedError']
const LIBRARY = /[\\/]node_modules[\\/](?:whatsapp-web\.js|puppeteer(?:-core)?)[\\/]/

/**
 * The library leaves promises of its own unwatched (it injects itself again after every navigation, and closes browsers
 * without waiting); one that rejects would end the process. What the browser's end means is found out by other ways.
 * Every other rejection ends the process, as before.
 */
export function watchStrayRejections(log: Logger): Disposable {
  const seen = (error: unknown) => {
    if (!isOfLibrary(error)) throw error
    log.debug({ reason: error instanceof Error ? error.name : error }, 'the library left a rejection unwatched')
  }
  process.on('unhandledRejection', seen)
  return { [Symbol.dispose]: () => void process.off('unhandledRejection', seen) }
}

function isOfLibrary(error: unknown): boolean {
  if (!(error instanceof Error)) return TEXTS.includes(error)
  return LIBRARY.test(error.stack ?? '') || NAMES.includes(error.name)
}
