import { randomBytes } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { encode, renderUnicodeCompact } from 'uqr'

/** Shows the newest QR code in place of the one before. */
export type CodeView = { show(qr: string): Promise<void> }

type Terminal = {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
}

/** Modules around the code: cameras need less than the standard's four, and a window has few lines. */
const BORDER = 2
/** White on black, from the part of the palette that themes leave alone. */
const COLOURS = '\u001B[38;5;231;48;5;16m'
const PLAIN = '\u001B[0m'

/**
 * Draws codes in the terminal, each over the one before. `say` writes anything else between them.
 *
 * Its characters draw what is light, which is right on a dark terminal; with colours it is right on every one.
 */
export function terminalView(terminal: Terminal): CodeView & { say(line: string): void } {
  let drawn = 0
  return {
    async show(qr) {
      const { size } = encode(qr, { border: BORDER })
      const { isTTY = false, columns = Infinity, rows = Infinity } = terminal
      const lines = renderUnicodeCompact(qr, { border: BORDER }).split('\n')
      if (size > columns) return tooSmall(`${size} columns wide`)
      if (lines.length >= rows && drawn === 0) tooSmall(`${lines.length + 1} lines high`)
      const shown = isTTY ? lines.map((line) => `${COLOURS}${line}${PLAIN}`) : lines
      terminal.write(`${before(isTTY, rows)}${shown.join('\n')}\n`)
      drawn = lines.length
    },
    say(line) {
      drawn = 0
      terminal.write(`${line}\n`)
    },
  }

  /** Above the window's first line nothing can be drawn over. */
  function before(isTTY: boolean, rows: number): string {
    if (drawn === 0) return ''
    return isTTY && drawn < rows ? `\u001B[${drawn}A\u001B[0J` : '\nA newer code:\n'
  }

  function tooSmall(needed: string) {
    terminal.write(`This window is too small for the code: make it ${needed}, or use --image FILE.\n`)
  }
}

/** Writes codes into a file that only its owner can read: whoever scans one is linked to the account. */
export function imageView(file: string): CodeView {
  return {
    async show(qr) {
      const { qrImage } = await import('#app/qr-image.ts')
      const beside = `${file}.${randomBytes(4).toString('hex')}`
      try {
        await writeFile(beside, await qrImage(qr), { mode: 0o600, flag: 'wx' })
        await rename(beside, file)
      } catch (cause) {
        await rm(beside, { force: true }).catch(() => undefined)
        const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
        throw Object.assign(new Error(`${file} cannot be written (${code}): name another file.`, { cause }), { code })
      }
    },
  }
}
