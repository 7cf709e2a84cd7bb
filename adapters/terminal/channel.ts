import { constants } from 'node:fs'
import { access, open, rm } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import {
  ChannelError,
  StorageFullError,
  type Capabilities,
  type Channel,
  type OutgoingFile,
  type OutgoingMessage,
  type Sink,
} from '#core/contract/channel.ts'
import type { Chat, MediaPart } from '#core/contract/message.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { fileGone, fileToSendGone, fileTooLarge, tooLargeToSend } from '../shared/file-errors.ts'
import { say } from '../sentences.ts'
import { healthOf } from '../shared/channel-status.ts'
import { clientLine, decodeLine, IMAGES_MAX, PERSON_LENGTH_MAX, TERMINAL_ACCOUNT } from './inbound.ts'
import { lineReader, socketName, written, type ServiceLine } from './protocol.ts'

const EDIT_INTERVAL_MS = 50
const TEXT_LENGTH_MAX = 100_000
const FILE_BYTES_MAX = 2 ** 30
const CONNECTIONS_MAX = 32
/** Of a client that has stopped reading; with more it is disconnected. */
const UNREAD_BYTES_MAX = 10_000_000

/** The same for everybody. */
export const CAPABILITIES: Capabilities = {
  streaming: 'edit',
  editIntervalMs: EDIT_INTERVAL_MS,
  textMax: { length: TEXT_LENGTH_MAX, unit: 'utf16' },
  typingLifetimeMs: 5_000,
  repeatedSend: 'key',
  marksFinal: true,
  replyTo: false,
  reconciledBy: 'none',
  albumIn: 'message',
  catchUp: 'none',
  markup: 'none',
  reactions: false,
  threads: false,
  edits: false,
  deletions: false,
  buttons: 'none',
  receipts: 'sent',
  files: 'link',
  fileBytesMax: FILE_BYTES_MAX,
}

export type TerminalOptions = {
  /** That only this user can enter: whoever reaches the socket is trusted to be any person of this computer. */
  readonly socketFolder: string
  readonly waitsFor: () => string | undefined
  readonly clock: Clock
  readonly log: Logger
}

/** The terminal as a channel: `npm run chat` connects to a socket of the service, from inside or beside its process. */
export function openTerminal({ socketFolder, waitsFor, clock, log }: TerminalOptions): Channel {
  const connections = new Set<net.Socket>()
  const server = net.createServer()
  let sink: Sink | undefined

  const broadcast = (line: ServiceLine) => {
    for (const connection of connections) {
      connection.write(written(line))
      if (connection.writableLength > UNREAD_BYTES_MAX) connection.destroy()
    }
  }

  const onLine = async (connection: net.Socket, text: string) => {
    const parsed = clientLine.safeParse(json(text))
    if (!parsed.success) return void connection.write(written({ op: 'refused', error: NOT_A_LINE }))
    const line = parsed.data
    if (line.op === 'look') {
      if (sink) connection.write(written({ op: 'state', status: sink.status(), waitsFor: waitsFor() }))
      return
    }
    const { messageId } = line
    try {
      await sink?.accept([decodeLine(line, clock.now())])
      connection.write(written({ op: 'accepted', messageId }))
    } catch (error) {
      const isFull = error instanceof StorageFullError
      if (!isFull) log.warn({ error }, 'failed to store message')
      connection.write(written({ op: 'refused', messageId, error: isFull ? error.message : NOT_STORED }))
    }
  }

  server.on('connection', (connection) => {
    if (connections.size >= CONNECTIONS_MAX || sink === undefined) return void connection.destroy()
    connections.add(connection)
    connection.on('error', () => connection.destroy())
    connection.on('close', () => connections.delete(connection))
    // One line after the other: the order of typing is the order of the conversation.
    let before = Promise.resolve()
    const read = lineReader((line) => {
      before = before.then(() => onLine(connection, line))
    })
    connection.on('data', (chunk) => {
      try {
        read(chunk)
      } catch {
        connection.destroy()
      }
    })
    connection.write(written({ op: 'hello', status: sink.status() }))
  })

  const show = async (messageId: string, chat: Chat, message: OutgoingMessage, signal: AbortSignal) => {
    signal.throwIfAborted()
    const { kind, text, final, filesFollow } = message
    if (text.length > TEXT_LENGTH_MAX) {
      const about = { platform: 'Terminal', most: TEXT_LENGTH_MAX, length: text.length }
      throw new ChannelError('refused', say('message.too-long', about))
    }
    broadcast({
      op: 'reply',
      person: chat.id,
      messageId,
      kind,
      text,
      final,
      ...(filesFollow !== undefined && { filesFollow }),
    })
    return { messageId, atMs: clock.now() }
  }

  /** The person at a terminal of this computer takes the file from where it lies. */
  const showFile = async (chat: Chat, { replyId, index, ...file }: OutgoingFile, signal: AbortSignal) => {
    signal.throwIfAborted()
    const { name, bytes, path: filePath } = file
    if (bytes > FILE_BYTES_MAX) throw tooLargeToSend('Terminal', FILE_BYTES_MAX)
    await access(filePath).catch((cause: unknown) => {
      throw fileToSendGone(cause)
    })
    const messageId = `${replyId}.${index}`
    broadcast({ op: 'file', person: chat.id, messageId, name, bytes, path: filePath })
    return { messageId, atMs: clock.now() }
  }

  return {
    name: 'terminal',
    account: TERMINAL_ACCOUNT,
    capabilities: () => CAPABILITIES,
    async start(to) {
      sink = to
      await listen(server, path.join(socketFolder, socketName))
    },
    stop: () => Promise.resolve(void server.close()),
    health: () =>
      server.listening
        ? healthOf('ready', [say('terminal.ready', { command: 'npm run chat' })])
        : healthOf('starting', [say('channel.not-started')]),
    decode(raw) {
      const { data } = clientLine.safeParse(raw)
      return data?.op === 'say' ? [decodeLine(data, clock.now())] : []
    },
    fetchMedia: readFile,
    send: (chat, message, signal) => show(`${message.replyId}.${message.index}`, chat, message, signal),
    edit: (chat, sent, message, signal) => show(sent.messageId, chat, message, signal),
    sendFile: showFile,
    typing: (chat) => Promise.resolve(broadcast({ op: 'typing', person: chat.id })),
    [Symbol.asyncDispose]: () => {
      for (const connection of connections) connection.destroy()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

/** The data folder's lock is held, so a socket file that lies there is left over from a dead service. */
async function listen(server: net.Server, file: string): Promise<void> {
  await rm(file, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(file, () => resolve())
  })
}

const NOT_A_LINE = `A message needs a person's name of 1 to ${PERSON_LENGTH_MAX} letters and takes up to ${IMAGES_MAX} pictures.`
const NOT_STORED = 'The message could not be stored; send it again.'

type Limit = { readonly bytesMax: number }

async function readFile(media: MediaPart, { bytesMax }: Limit, signal: AbortSignal): Promise<Uint8Array> {
  signal.throwIfAborted()
  // Without O_NONBLOCK, opening a pipe that nobody writes to would hold a thread of the service for ever.
  const file = await open(media.ref, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => {
    throw fileGone('Terminal')
  })
  try {
    if (!(await file.stat()).isFile()) throw fileGone('Terminal')
    // Some files have no end, whatever size they state.
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of file.createReadStream({ end: bytesMax, autoClose: false, signal })) {
      chunks.push(chunk as Buffer)
      bytes += (chunk as Buffer).length
    }
    if (bytes > bytesMax) throw fileTooLarge(bytesMax)
    return Buffer.concat(chunks)
  } finally {
    await file.close()
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
