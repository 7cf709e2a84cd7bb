import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { TelegramDouble } from './double.ts'
import { type Said, textOf } from './platform-state.ts'

const PHOTO = /^\/photo\s+(?:"([^"]+)"|(\S+))(?:\s+(.*))?$/

export type Streams = { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream }

/** A person at the terminal writes to the bot through the double. Ends with the input, or when `signal` aborts. */
export async function chatThrough(double: TelegramDouble, streams: Streams, signal: AbortSignal): Promise<void> {
  const { input, output } = streams
  const you = double.person('you')
  const print = (line: string) => output.write(`${line}\n`)
  const showNews = showing(double, print)
  const stopShowing = double.state.onChange(showNews)
  const lines = createInterface({ input, terminal: false })
  signal.addEventListener('abort', () => lines.close(), { once: true })
  for await (const line of lines) {
    if (line.trim() === '') continue
    const [, quoted, plain, caption] = PHOTO.exec(line) ?? []
    const file = quoted ?? plain
    if (file === undefined) you.sends(line)
    else await sendPhoto(file, (bytes) => you.sendsPhoto(bytes, caption)).catch(() => print(`! ${file} cannot be read`))
  }
  stopShowing()
}

async function sendPhoto(file: string, send: (bytes: Uint8Array) => void): Promise<void> {
  send(await readFile(file))
}

/** Prints what the bot says, and says again how a message reads after an edit. */
function showing(double: TelegramDouble, print: (line: string) => void): () => void {
  const shown = new Map<Said, string>()
  const room = double.state.rooms.get(double.person('you').chatId)
  return () => {
    for (const said of room?.messages.values() ?? []) {
      const { document } = said.wire as { document?: { file_name?: string } }
      const text = textOf(said.wire) || (document && `[file ${document.file_name ?? ''}]`) || ''
      if (!said.wire.from.is_bot || shown.get(said) === text) continue
      print(`${shown.has(said) ? 'bot (edited)' : 'bot'}: ${text}`)
      shown.set(said, text)
    }
  }
}
