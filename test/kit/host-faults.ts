import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export type HostFault = {
  /** What the person who asked gets in the end: an apology, what can be read of the answer, or its beginning. */
  readonly ends: 'apology' | 'answered' | 'cut'
  /** The host stays connected until the caller goes away, so the apology comes only when the caller gives up. */
  readonly isSilent?: true
  /** Answers one chat completion in place of the host, and stops when the caller disconnects. */
  readonly play: (response: ServerResponse) => void | Promise<void>
}

/** How a host that serves everybody else can fail one request of a chat completion. */
export const HOST_FAULTS = {
  'server-error': {
    ends: 'apology',
    play: (response) => {
      response.writeHead(500, { 'content-type': 'application/json' })
      response.end('{"error":{"code":500,"message":"internal error"}}')
    },
  },
  'html-page': {
    ends: 'apology',
    play: (response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><h1>gateway</h1></html>')
    },
  },
  'broken-chunk': {
    ends: 'apology',
    play: (response) => {
      begin(response).end(`data: {"choices":[{"index":0,"delta":{"content":"po\n\ndata: {{{{\n\n${DONE}`)
    },
  },
  'done-only': { ends: 'apology', play: (response) => void begin(response).end(DONE) },
  'empty-body': { ends: 'apology', play: (response) => void begin(response).end() },
  'empty-answer': {
    ends: 'apology',
    play: (response) => void begin(response).end(chunk('', 'stop') + DONE),
  },
  'bad-bytes': {
    ends: 'answered',
    play: (response) => {
      const [before = '', after = ''] = chunk('fine so far # and on').split('#')
      begin(response).write(Buffer.concat([Buffer.from(before), NO_UTF8, Buffer.from(after)]))
      response.end(chunk('', 'stop') + DONE)
    },
  },
  silence: { ends: 'apology', isSilent: true, play: () => undefined },
  stall: {
    ends: 'apology',
    isSilent: true,
    play: (response) => void begin(response).write(chunk('Well, ') + chunk('let me ')),
  },
  dropped: {
    ends: 'apology',
    play: async (response) => {
      begin(response)
      for (const text of ['Well, ', 'let me ', 'think ']) {
        response.write(chunk(text))
        await sleep(DROPPED_PAUSE_MS)
      }
      response.destroy()
    },
  },
  endless: {
    ends: 'cut',
    play: async (response) => {
      begin(response)
      for (let n = 0; !response.destroyed; n += 1) {
        response.write(chunk(Array.from({ length: 10 }, (_, index) => `word${n * 10 + index} `).join('')))
        await sleep(ENDLESS_PAUSE_MS)
      }
    },
  },
} satisfies Record<string, HostFault>

export type HostFaultName = keyof typeof HOST_FAULTS

const DONE = 'data: [DONE]\n\n'
const NO_UTF8 = Buffer.from([0xff, 0xfe, 0xc3, 0x28])
const DROPPED_PAUSE_MS = 30
const ENDLESS_PAUSE_MS = 8

const begin = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' })

const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`
