import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Double } from './doubles.ts'
import type { PlatformFeature, PlatformPerson, ShownMessage } from './platform.ts'

export type Streams = { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream }

/** What can be written, each with what a person of the platform must be able to do for it. */
const LINES: readonly (readonly [line: string, meaning: string, needs?: PlatformFeature])[] = [
  ['/photo FILE [words]', 'sends a picture; "a file" with blanks stands in quotes'],
  ['/album FILE FILE… [-- words]', 'sends several pictures at once', 'album'],
  ['/reply words', "replies to the bot's newest message", 'reply'],
  ['/press LABEL', 'presses a button under a message of the bot', 'press'],
  ['/edit words', 'changes what was said last', 'edit'],
  ['/delete', 'takes back what was said last', 'delete'],
  ['/react 👍', "reacts to the bot's newest message; without emoji takes it back", 'react'],
  ['/group', 'goes to a group with the bot, and back', 'group'],
  ['@bot words', 'names the bot in a group; also in the words of a picture', 'group'],
  ['/revoke, /restore', "the platform refuses the bot's token, and takes it again", 'token'],
  ['/help, /stop, …', 'are commands of the bot; //edit is the one of the bot, not the one above'],
]
const LINE_WIDTH = 33

/** What can be done on this platform, for its person at the terminal. */
export function helpOf({ cannot, also = {} }: Pick<Double, 'cannot' | 'also'>): string {
  const ofAll = LINES.filter(([, , needs]) => needs === undefined || cannot[needs] === undefined)
  const own = Object.values(also).map(({ line, meaning }) => [line, meaning] as const)
  const lines = [...ofAll.slice(0, -1), ...own, ...ofAll.slice(-1)]
  const shown = lines.map(([line, meaning]) => `  ${line.padEnd(LINE_WIDTH)}${meaning}\n`)
  return `Every line is said to the bot. Besides:\n${shown.join('')}Pictures to try it with are in engine/models/tiny-scout/samples. Ctrl-C ends.\n`
}

const LOOK_EVERY_MS = 50
const GROUP = 'Huts'

/** A person at the terminal writes to the bot through the double. Ends with the input, or when `signal` aborts. */
export async function chatThrough(double: Double, streams: Streams, signal: AbortSignal): Promise<void> {
  const { input, output } = streams
  const print = (line: string) => output.write(`${line}\n`)
  const visitor = new Visitor(double, print)
  const looking = setInterval(() => visitor.showNews(), LOOK_EVERY_MS)
  const lines = createInterface({ input, terminal: false })
  signal.addEventListener('abort', () => lines.close(), { once: true })
  for await (const line of lines) {
    if (line.trim() === '') continue
    await visitor.takes(line.trim()).catch((error: Error) => print(`! ${error.message}`))
  }
  clearInterval(looking)
  visitor.showNews()
}

type Command = {
  /** What a person of this platform must be able to do for it. */
  readonly needs?: PlatformFeature
  readonly run: (visitor: Visitor, words: string) => void | Promise<void>
}

const COMMANDS: Readonly<Record<string, Command>> = {
  photo: {
    run: async (visitor, words) => {
      const [file, caption] = firstWord(words)
      const bytes = await bytesOf(file)
      visitor.said(visitor.here.photo(bytes, visitor.named(caption)))
    },
  },
  album: {
    run: async (visitor, words) => {
      const [files = '', caption] = words.split(/\s+--\s+/)
      const pictures = await Promise.all(everyWord(files).map(bytesOf))
      if (pictures.length < 2) throw new Error('an album has at least two pictures: /album FILE FILE… [-- words]')
      visitor.said(...visitor.here.album(pictures, visitor.named(caption)))
    },
  },
  reply: {
    needs: 'reply',
    run: (visitor, words) => visitor.said(visitor.here.replies(visitor.newestOfBot().id, words)),
  },
  press: {
    needs: 'press',
    run: (visitor, label) => {
      visitor.here.presses(visitor.newestWithButton(label).id, label)
    },
  },
  edit: { needs: 'edit', run: (visitor, words) => visitor.here.edits(visitor.newestOwn(), words) },
  delete: { needs: 'delete', run: (visitor) => visitor.here.deletes(visitor.newestOwn()) },
  react: {
    needs: 'react',
    run: (visitor, emoji) => visitor.here.reacts(visitor.newestOfBot().id, ...everyWord(emoji)),
  },
  group: { needs: 'group', run: (visitor) => visitor.changesChat() },
  revoke: { needs: 'token', run: (visitor) => visitor.allowsToken(false) },
  restore: { needs: 'token', run: (visitor) => visitor.allowsToken(true) },
}

/** The person at the terminal, in their private chat or in a group. */
class Visitor {
  readonly #double: Double
  readonly #print: (line: string) => void
  readonly #alone: PlatformPerson
  #inGroup: PlatformPerson | undefined
  readonly #own = new Map<PlatformPerson, string>()
  readonly #shown = new Map<string, { readonly text: string; readonly buttons: string }>()
  here: PlatformPerson

  constructor(double: Double, print: (line: string) => void) {
    this.#double = double
    this.#print = print
    this.#alone = double.person('you')
    this.here = this.#alone
  }

  async takes(line: string): Promise<void> {
    const [, own = '', name = '', words = ''] = /^\/(\/?)([a-z][\w-]*)\s*(.*)$/s.exec(line) ?? []
    const command = own === '' ? this.#commandNamed(name) : undefined
    const why = command?.needs && this.#double.cannot[command.needs]
    if (why !== undefined) throw new Error(why)
    if (command) await command.run(this, words)
    else if (name !== '') this.commands(name, words)
    else if (line.startsWith('@bot ')) this.said(this.here.mentions(line.slice('@bot '.length)))
    else this.said(this.here.says(line))
  }

  #commandNamed(name: string): Command | undefined {
    if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name]
    const { also = {} } = this.#double
    const ofPlatform = Object.hasOwn(also, name) ? also[name] : undefined
    return ofPlatform && { run: async (_, words) => this.#print(await ofPlatform.run(words, this.here)) }
  }

  said(...ids: readonly string[]): void {
    const newest = ids.at(-1)
    if (newest !== undefined) this.#own.set(this.here, newest)
  }

  /** A slash command is no message on some platforms; then there is nothing that can be changed later. */
  commands(name: string, words: string): void {
    const id = this.here.commands(name, ...(words === '' ? [] : [words]))
    if (this.here.transcript().some((message) => message.id === id)) this.said(id)
  }

  /** `@bot` as the platform's people write it. */
  named(words: string | undefined): string | undefined {
    return words?.replace(/(?<!\S)@bot(?!\w)/g, this.#double.mention ?? '@bot')
  }

  allowsToken(isAllowed: boolean): void {
    if (isAllowed) this.#double.restoreToken()
    else this.#double.revokeToken()
    this.#print(isAllowed ? "(the bot's token is good again)" : "(the bot's token is refused from now on)")
  }

  newestOwn(): string {
    const id = this.#own.get(this.here)
    if (id === undefined) throw new Error('nothing was said here yet')
    return id
  }

  newestOfBot(): ShownMessage {
    const found = this.here.transcript().findLast(({ fromBot }) => fromBot)
    if (!found) throw new Error('the bot has written nothing here yet')
    return found
  }

  newestWithButton(label: string): ShownMessage {
    const ofBot = this.here.transcript().filter(({ fromBot }) => fromBot)
    const found = ofBot.findLast(({ buttons }) => buttons.includes(label))
    if (found) return found
    const there = [...new Set(ofBot.flatMap(({ buttons }) => buttons))]
    const other = there.length === 0 ? 'there are no buttons now' : `there are ${there.join(' ')}`
    throw new Error(`no message of the bot has the button ${label}; ${other}`)
  }

  changesChat(): void {
    if (!this.#inGroup) {
      const group = this.#double.group?.(GROUP)
      if (!group) throw new Error('there are no groups here')
      this.#inGroup = this.#alone.in(group)
    }
    this.here = this.here === this.#alone ? this.#inGroup : this.#alone
    this.#print(this.here === this.#alone ? '(your private chat with the bot)' : `(the group ${GROUP})`)
  }

  /** Prints what the bot says, and says again how a message reads after an edit. */
  showNews(): void {
    this.#showNewsOf(this.#alone, 'bot')
    if (this.#inGroup) this.#showNewsOf(this.#inGroup, `bot in ${GROUP}`)
  }

  #showNewsOf(person: PlatformPerson, name: string): void {
    for (const message of person.transcript()) {
      if (!message.fromBot) continue
      const key = `${person.chatId} ${message.id}`
      const [text, buttons] = [textOf(message), message.buttons.map((label) => ` [${label}]`).join('')]
      const before = this.#shown.get(key)
      // Buttons that are gone change nothing that is worth reading again.
      if (before?.text === text && (buttons === '' || before.buttons === buttons)) continue
      this.#print(`${name}${before ? ' (edited)' : ''}: ${text}${buttons}`)
      this.#shown.set(key, { text, buttons })
    }
  }
}

function textOf({ text, hasPicture, file }: ShownMessage): string {
  const attached = [...(hasPicture ? ['[picture]'] : []), ...(file ? [`[file ${file.name}]`] : [])]
  return [...attached, ...(text === '' ? [] : [text])].join(' ')
}

const WORD = /"([^"]+)"|(\S+)/

function firstWord(words: string): [word: string, rest: string | undefined] {
  const [whole = '', quoted, plain = ''] = WORD.exec(words) ?? []
  const rest = words.slice(words.indexOf(whole) + whole.length).trim()
  return [quoted ?? plain, rest === '' ? undefined : rest]
}

function everyWord(words: string): string[] {
  return Array.from(words.matchAll(new RegExp(WORD, 'g')), ([, quoted, plain = '']) => quoted ?? plain)
}

async function bytesOf(file: string): Promise<Uint8Array> {
  return await readFile(file).catch(() => {
    throw new Error(file === '' ? 'which file?' : `${file} cannot be read`)
  })
}
