/** An error whose message is for the person at the terminal, with what to do; it is printed without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError'

  /**
   * @param {string} message
   * @param {string[]} [tried] what was tried before giving up, each with its reason
   */
  constructor(message, tried = []) {
    super(message)
    this.tried = tried
  }
}

/**
 * Progress goes to stderr: stdout is for the output of the command itself.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`set-up: ${text}\n`)
}

/**
 * The text of anything thrown, on one short line.
 * @param {unknown} error
 */
export function reasonOf(error) {
  const text = error instanceof Error ? error.message : String(error)
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 400 ? `${line.slice(0, 400)} …` : line
}

/** @param {number} sinceMs from `performance.now()` */
export const secondsSince = (sinceMs) => Math.round((performance.now() - sinceMs) / 100) / 10
