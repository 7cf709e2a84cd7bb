import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { connectTerminal, type TerminalClient } from '#adapters/terminal/client.ts'
import { TERMINAL_ACCOUNT } from '#adapters/terminal/inbound.ts'
import { identityId } from '#core/contract/ids.ts'
import { runningService } from '#machine/data-folder.ts'
import { Changes } from '../changes.ts'
import { ClientPerson, type ClientPost } from '../client-person.ts'
import { clientPlatform } from '../client-platform.ts'
import type { PlatformDouble } from '../platform.ts'

const PART = 'the terminal is connected by a socket of this computer: nothing is between that could fail by itself'
const WORDS = 'a terminal has lines: each is a message of one private chat, and stays as it was typed'

const CANNOT: PlatformDouble['cannot'] = {
  group: WORDS,
  thread: WORDS,
  edit: WORDS,
  delete: WORDS,
  react: WORDS,
  press: WORDS,
  reply: WORDS,
  file: 'the terminal names the file where it lies: its own tests read it there',
  'missed messages': 'a terminal takes and shows only what is said while it is connected',
  'late delivery': 'a line of the terminal has the time at which it was received, and lines come one after the other',
  'duplicate delivery': 'the terminal sends a line once',
  token: 'the terminal needs no token',
  limits: PART,
  faults: PART,
  markup: 'a terminal shows Markdown as it was written',
}

/** People at terminals of this computer, whose service is the one of this data folder. */
export function openTerminalPlatform(dataFolder: string): PlatformDouble {
  const changes = new Changes()
  const open = (name: string) => new Seat(name, dataFolder, changes)
  return clientPlatform({ name: 'terminal', cannot: CANNOT, changes, open })
}

/** One person at one terminal, over all starts of the service. */
class Seat {
  readonly person: ClientPerson
  /** Lines that the service has not taken yet. */
  waiting = 0
  readonly #dataFolder: string
  readonly #changes: Changes
  #client: Promise<TerminalClient>
  #before: Promise<void> = Promise.resolve()

  constructor(name: string, dataFolder: string, changes: Changes) {
    this.#dataFolder = dataFolder
    this.#changes = changes
    const identity = () => identityId(TERMINAL_ACCOUNT, name)
    this.person = new ClientPerson({ name, identity, chatId: () => name, post: (post) => this.#post(post), changes })
    this.#client = this.#connect()
    this.#client.catch(() => undefined)
  }

  async reconnect(): Promise<void> {
    await this.leave()
    this.#client = this.#connect()
    await this.#client
  }

  async leave(): Promise<void> {
    const client = await this.#client.catch(() => undefined)
    client?.close()
  }

  async #connect(): Promise<TerminalClient> {
    const running = await runningService(this.#dataFolder)
    if (running === undefined) throw new Error('no service runs on this data folder')
    return await connectTerminal({
      socketFolder: running.socketFolder,
      person: this.person.name,
      onReply: ({ messageId, text }) => this.person.shows(messageId, text),
      onLost: () => undefined,
    })
  }

  #post(post: ClientPost): void {
    this.waiting += 1
    this.#before = this.#before
      .then(() => this.#type(post))
      .finally(() => {
        this.waiting -= 1
        this.#changes.changed()
      })
    this.#before.catch(() => undefined)
  }

  async #type({ id, text, pictures }: ClientPost): Promise<void> {
    const files = pictures.map((_, index) => path.join(this.#dataFolder, `${id}-${index}.png`))
    await Promise.all(files.map((file, index) => writeFile(file, pictures[index] as Uint8Array)))
    await (await this.#client).say(text, files)
  }
}
