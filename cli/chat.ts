import { access } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { connectTerminal, type FileLine, type ReplyLine, type TerminalClient } from '#adapters/terminal/client.ts'
import { systemClock } from '#machine/clock.ts'
import { runningService } from '#machine/data-folder.ts'
import { exitOnUncaughtException } from '#machine/uncaught-exception.ts'
import { logFor } from '#machine/log.ts'
import { readLayers } from '#app/config.ts'
import { runCommand, usage } from '#app/usage.ts'
import { printable } from './printable.ts'
import { WaitingNotes } from './waiting-notes.ts'

// The service's log lines would hide the conversation; LOG shows them.
process.env.LOG ??= 'warn'

const ONCE_WAIT_MS = 180_000
const EXIT = { answered: 0, failed: 1, blocked: 3 } as const

const OPTIONS = {
  once: { type: 'string' },
  image: { type: 'string', multiple: true },
  person: { type: 'string' },
  config: { type: 'string' },
} as const

type Options = { once: string | undefined; images: string[]; person: string; config: string | undefined }

const note = (text: string) => process.stderr.write(`${text}\n`)

/** `npm run chat`: the whole pipeline in the terminal. Attaches to a running service, otherwise it starts one. */
async function chat(): Promise<number> {
  const options = await readOptions()
  const layers = await readLayers({ env: process.env, file: options.config })
  const running = await runningService(layers.dataFolder)
  if (running) return talk(options, running.socketFolder)
  note('Starting Chasqui for this conversation …')
  exitOnUncaughtException(logFor('app'))
  const { createApp } = await import('#app/app.ts')
  const app = await createApp(layers, { only: 'terminal' })
  try {
    await app.start()
    return await talk(options, app.socketFolder)
  } finally {
    await app[Symbol.asyncDispose]()
  }
}

async function readOptions(): Promise<Options> {
  const { values } = usage(() => parseArgs({ options: OPTIONS, strict: true }), OPTIONS)
  const images = (values.image ?? []).map(fromWhereItWasTyped)
  await Promise.all(images.map(mustBeReadable))
  const person = values.person ?? os.userInfo().username
  return { once: values.once, images, person, config: values.config }
}

/** npm runs scripts in the repository's folder. */
const fromWhereItWasTyped = (file: string) => path.resolve(process.env.INIT_CWD ?? '.', file)

async function mustBeReadable(file: string): Promise<void> {
  await access(file).catch(() => {
    note(`There is no readable file ${file}. Give --image the path of a picture.`)
    process.exit(EXIT.failed)
  })
}

async function talk(options: Options, socketFolder: string): Promise<number> {
  const screen = new Screen()
  const lost = Promise.withResolvers<number>()
  const client = await connectTerminal({
    socketFolder,
    person: options.person,
    onReply: (reply) => screen.show(reply),
    onFile: (file) => screen.showFile(file),
    onLost: () => lost.resolve(EXIT.failed),
  })
  const notes = new WaitingNotes({ requestState: () => client.requestState(), note, clock: systemClock })
  const over = new AbortController()
  void notes.untilReady(over.signal)
  const once = options.once ?? (options.images.length > 0 ? '' : undefined)
  const ended =
    once === undefined
      ? converse({ client, screen, notes })
      : sayOnce({ client, screen, notes }, { text: once, images: options.images })
  const status = await Promise.race([ended, lost.promise])
  over.abort()
  client.close()
  return status
}

type Talk = { client: TerminalClient; screen: Screen; notes: WaitingNotes }
type Said = { text: string; images: string[] }

/** Says it, and resolves with the whole reply. */
async function ask({ client, screen, notes }: Talk, { text, images }: Said): Promise<ReplyLine> {
  const replied = new AbortController()
  const final = screen.nextFinal()
  await client.say(text, images)
  void notes.untilReplied(replied.signal)
  return final.finally(() => replied.abort())
}

async function sayOnce(talking: Talk, said: Said): Promise<number> {
  const timer = setTimeout(() => {
    note(`No reply within ${ONCE_WAIT_MS / 1000} s. Look at the service's log, or run npm run doctor.`)
    process.exit(EXIT.failed)
  }, ONCE_WAIT_MS)
  const { kind } = await ask(talking, said)
  clearTimeout(timer)
  if (kind === 'block') return EXIT.blocked
  return kind === 'apology' ? EXIT.failed : EXIT.answered
}

async function converse(talking: Talk): Promise<number> {
  const { offer } = talking.client.status
  if (offer) note(`A larger model fits this computer: ${offer.model} (${offer.command}).`)
  note('Write and press Enter; /photo FILE WORDS sends a picture; Ctrl-D ends.')
  const lines = createInterface({ input: process.stdin, output: process.stderr, prompt: '> ' })
  lines.prompt()
  for await (const line of lines) {
    const photo = /^\/photo\s+(\S+)\s*(.*)$/.exec(line)
    if (line.trim() !== '') {
      const images = photo?.[1] === undefined ? [] : [fromWhereItWasTyped(photo[1])]
      await ask(talking, { text: photo?.[2] ?? line, images })
    }
    lines.prompt()
  }
  return EXIT.answered
}

/**
 * Replies grow on a terminal: judged text only ever grows, so the new end is printed; a text that was replaced is
 * printed anew. Elsewhere (a pipe, a file) only what is final is printed.
 */
class Screen {
  #shown = ''
  #ended = ''
  #waiting: ((reply: ReplyLine) => void)[] = []
  #answer: ReplyLine | undefined
  /** Of the files that follow the answer. */
  #filesLeft = 0

  show(reply: ReplyLine): void {
    const { messageId, final } = reply
    const text = printable(reply.text)
    // The final text of a message may be sent twice.
    if (messageId === this.#ended || (!final && !process.stdout.isTTY)) return
    const grows = text.startsWith(this.#shown)
    process.stdout.write(grows ? text.slice(this.#shown.length) : `\n${text}`)
    this.#shown = final ? '' : text
    if (!final) return
    process.stdout.write('\n')
    this.#ended = messageId
    // In place of a file there may be a sentence.
    if (this.#filesLeft > 0) return this.#fileShown()
    this.#answer = reply
    this.#filesLeft = reply.filesFollow ?? 0
    this.#resolveIfComplete()
  }

  showFile({ name, bytes, path: filePath }: FileLine): void {
    process.stdout.write(`${printable(name)} (${bytes} bytes): ${filePath}\n`)
    this.#fileShown()
  }

  #fileShown(): void {
    this.#filesLeft -= 1
    this.#resolveIfComplete()
  }

  #resolveIfComplete(): void {
    if (this.#filesLeft === 0 && this.#answer) this.#waiting.shift()?.(this.#answer)
  }

  nextFinal(): Promise<ReplyLine> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}

runCommand(chat)
