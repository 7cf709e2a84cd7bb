import { isPageGone } from './page-errors.ts'

/** Frames of the two libraries that drive the page. */
const LIBRARY = /[\\/]node_modules[\\/](?:whatsapp-web\.js|puppeteer|puppeteer-core)[\\/]/

/**
 * While a browser runs: a promise that nobody waits for, inside the library or puppeteer, and that was rejected because
 * the page went away, does not end the service. Both have such promises (a reaction to a navigation, a response whose
 * body is read), and a browser may be killed at any time. The watchdog sees by itself that the page is gone. Every
 * other rejection ends the process as before: it becomes an uncaught exception.
 *
 * @returns what takes it away again
 */
export function quietRejections(swallowed: (error: unknown) => void): () => void {
  const handle = (error: unknown) => {
    if (!isOfThePage(error)) throw error
    swallowed(error)
  }
  process.on('unhandledRejection', handle)
  return () => void process.removeListener('unhandledRejection', handle)
}

export const isOfThePage = (error: unknown): boolean =>
  error instanceof Error && isPageGone(error) && LIBRARY.test(thrownIn(error.stack ?? ''))

/** The innermost frame: the libraries call us as well, and what is thrown there is ours. */
const thrownIn = (stack: string): string => /^ +at .*$/m.exec(stack.replaceAll(INNER, ''))?.[0] ?? ''
/** Of Node.js, and without a file. */
const INNER = /^ +at .*(?:node:|<anonymous>|\(index \d+\)).*\n?/gm
