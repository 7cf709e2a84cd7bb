import { randomUUID } from 'node:crypto'
import net from 'node:net'
import path from 'node:path'
import { ChannelError, type ServiceStatus } from '#core/contract/channel.ts'
import { lineReader, socketName, written, type ServiceLine, type ServiceState } from './protocol.ts'

export type ReplyLine = Extract<ServiceLine, { op: 'reply' }>
export type FileLine = Extract<ServiceLine, { op: 'file' }>

/** The other end of the terminal channel: `npm run chat`, and tests that type. */
export type TerminalClient = {
  readonly status: ServiceStatus
  /** Resolves when the service has stored the message. Rejects with `ChannelError` when it does not take it. */
  say(text: string, images: readonly string[]): Promise<void>
  /** Which model answers now, and what answers wait for. */
  requestState(): Promise<ServiceState>
  close(): void
}

export type TerminalClientOptions = {
  readonly socketFolder: string
  readonly person: string
  readonly onReply: (reply: ReplyLine) => void
  readonly onFile?: (file: FileLine) => void
  readonly onTyping?: () => void
  readonly onLost: () => void
}

export async function connectTerminal(options: TerminalClientOptions): Promise<TerminalClient> {
  const connection = net.connect(path.join(options.socketFolder, socketName))
  const stateRequests: ((state: ServiceState) => void)[] = []
  const waiting = new Map<string, { resolve: () => void; reject: (error: Error) => void }>()
  const hello = Promise.withResolvers<ServiceStatus>()
  const refuseAll = (error: ChannelError) => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const lost = () => {
    const error = new ChannelError('unreachable', 'The service closed the connection.')
    hello.reject(error)
    refuseAll(error)
  }
  const onLine = (text: string) => {
    const line = JSON.parse(text) as ServiceLine
    switch (line.op) {
      case 'hello':
        return hello.resolve(line.status)
      case 'state':
        return stateRequests.shift()?.(line)
      case 'accepted':
        return settle(line.messageId)
      case 'refused':
        // A line that could not be read is one of those that still wait.
        if (line.messageId === undefined) return refuseAll(new ChannelError('refused', line.error))
        return settle(line.messageId, new ChannelError('refused', line.error))
      case 'typing':
        return line.person === options.person ? options.onTyping?.() : undefined
      case 'reply':
        return line.person === options.person ? options.onReply(line) : undefined
      case 'file':
        return line.person === options.person ? options.onFile?.(line) : undefined
      default:
        return line satisfies never
    }
  }
  const settle = (messageId: string, error?: Error) => {
    const waiter = waiting.get(messageId)
    waiting.delete(messageId)
    return error ? waiter?.reject(error) : waiter?.resolve()
  }
  connection.on('data', lineReader(onLine))
  connection.on('error', lost)
  connection.on('close', () => {
    lost()
    options.onLost()
  })
  const status = await hello.promise
  return {
    status,
    say(text, images) {
      const messageId = randomUUID()
      const stored = new Promise<void>((resolve, reject) => waiting.set(messageId, { resolve, reject }))
      connection.write(written({ op: 'say', messageId, person: options.person, text, images }))
      return stored
    },
    requestState() {
      const state = new Promise<ServiceState>((resolve) => stateRequests.push(resolve))
      connection.write(written({ op: 'look' }))
      return state
    },
    close: () => void connection.destroy(),
  }
}
