import { setTimeout as wait } from 'node:timers/promises'
import { Visitor } from '../adapters/web/visitor.ts'

/**
 * `flood.ts URL ADDRESS COOKIES`: many cookies of one network that send as many requests as they can, in a process of
 * its own so that it does not slow down the measurement. It floods between its parent's messages `start` and `stop`.
 */
const [, , url = '', address = '', cookies = ''] = process.argv
/** Of each cookie, between an answer and its next request: about 100 requests a second all together. */
const PAUSE_MS = 190

const from = { 'x-forwarded-for': address }
let isFlooding = false
let posted = 0

process.on('message', (message) => (isFlooding = message === 'start'))
process.on('disconnect', () => process.exit())

async function floods(visitor: Visitor): Promise<never> {
  for (let n = 0; ; n += 1) {
    await wait(PAUSE_MS)
    // What is refused, or closed as the heaviest's, does not stop it.
    if (isFlooding) await ACTS[n % ACTS.length]?.(visitor).catch(() => undefined)
  }
}

const writes = async (visitor: Visitor) => {
  const id = `flood-${process.pid}-${(posted += 1)}`
  await (await visitor.post({ id, text: `one more of many, ${posted}` }, from)).text()
}

const reads = async (visitor: Visitor) => void (await (await visitor.get('/api/history', from)).text())

const uploads = async (visitor: Visitor) => {
  const form = new FormData()
  form.append('id', `flood-${process.pid}-${(posted += 1)}`)
  form.append('text', 'look')
  form.append('picture', new Blob([new Uint8Array(UPLOAD_BYTES)], { type: 'image/jpeg' }), 'photo.jpg')
  await (await visitor.post(form, from)).text()
}

/** Stays open without a reader. */
const listens = async (visitor: Visitor) => void (await visitor.listens(from))

const UPLOAD_BYTES = 200_000
const ACTS = [writes, writes, writes, reads, writes, writes, uploads, listens]

const visitors = Array.from({ length: Number(cookies) }, () => new Visitor({ url }))
for (const visitor of visitors) await visitor.visit(from)
process.send?.('ready')
await Promise.all(visitors.map(floods))
