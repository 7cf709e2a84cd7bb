import type { ReplyKind, ServiceStatus } from '#core/contract/channel.ts'

/** Lines of JSON on the service's chat socket, from `npm run chat` to the service. */
export type ClientLine =
  | {
      readonly op: 'say'
      /** Chosen by the client, so that a line sent again is the same message. */
      readonly messageId: string
      /** A name on this computer: whoever can open the socket may speak as anyone on it. */
      readonly person: string
      readonly text: string
      /** Absolute paths of files on this computer. */
      readonly images: readonly string[]
    }
  /** Asks for a line `state`. */
  | { readonly op: 'look' }

/** Lines from the service to the client. */
export type ServiceLine =
  | { readonly op: 'hello'; readonly status: ServiceStatus }
  | ({ readonly op: 'state' } & ServiceState)
  | { readonly op: 'accepted'; readonly messageId: string }
  | { readonly op: 'refused'; readonly messageId?: string; readonly error: string }
  | { readonly op: 'typing'; readonly person: string }
  | {
      readonly op: 'reply'
      readonly person: string
      /** Lines with one id are one message, as it grows. */
      readonly messageId: string
      readonly kind: ReplyKind
      readonly text: string
      readonly final: boolean
      readonly filesFollow?: number
    }
  /** A file of a reply, where it lies on this computer until it is deleted for its age. */
  | {
      readonly op: 'file'
      readonly person: string
      readonly messageId: string
      readonly name: string
      readonly bytes: number
      readonly path: string
    }

/** Who answers, and what those who write now wait for: `undefined` when they are answered. */
export type ServiceState = { readonly status: ServiceStatus; readonly waitsFor?: string | undefined }

/** Of one line: enough for a text of 100,000 characters as JSON. */
export const LINE_BYTES_MAX = 1_000_000

export const socketName = 'chat.sock'

export const written = (line: ClientLine | ServiceLine) => `${JSON.stringify(line)}\n`

/** Cuts a byte stream into lines; a longer line than `LINE_BYTES_MAX` throws. */
export function lineReader(onLine: (line: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      onLine(rest.toString('utf8', 0, end))
      rest = rest.subarray(end + 1)
    }
    if (rest.length > LINE_BYTES_MAX) {
      throw new Error(`A line of more than ${LINE_BYTES_MAX} bytes came over the chat socket.`)
    }
  }
}
