import { Cmd, Conn, device, leaving, Socket, startAnew } from './app-state.js'
import { ChatCollection, receiveAll, receiveMissed } from './chats.js'
import { connection } from './connection.js'
import { handedOn, watchHandlers } from './handed-on.js'
import { Msg } from './messages.js'
import { learn, me } from './people.js'
import { hear } from './pushes.js'
import { settleUnsure } from './sending.js'
import { createWid } from './wid.js'

const VERSION = window.Debug.VERSION
const RECONNECT_MS = 200
/** The library needs a moment to hear of a logout before the page goes. */
const LOGOUT_MS = 100

export const progress = { percent: 0 }
const faults = { neverSyncs: false }

export function start() {
  watchHandlers()
  connection.on('open', greet)
  connection.on('close', reconnect)
  connection.on('push', take)
  connection.open()
}

/** `count`: which push of this socket it is. */
async function take(push, count) {
  const act = acts[push.push]
  if (act) act(push)
  else hear(push)
  await handedOn()
  await connection.call('took', { count }).catch(() => undefined)
}

async function greet() {
  const token = device.get()
  const answer = await connection.call('hello', { device: token, version: VERSION }).catch(() => undefined)
  // A socket that broke, or on which the greeting was refused, is opened again.
  if (answer === undefined) return connection.close()
  if (answer.state === 'paired') return enter(answer)
  // It was logged out while it was away.
  device.forget()
  Conn.set({ ref: answer.ref })
  Socket.set({ state: 'UNPAIRED' })
}

function enter({ me: { pn, lid, name }, chats, messages, lids, syncMs }) {
  const isBack = me.pn !== undefined
  Object.assign(me, { pn: createWid(pn), lid: createWid(lid), name })
  learn(lid, pn)
  for (const [lid, pn] of lids) learn(lid, pn)
  Conn.set({ wid: me.pn, pushname: name })
  for (const chat of chats) ChatCollection.upsert(chat)
  const received = isBack ? receiveMissed(messages) : receiveAll(messages, { isNew: false })
  Socket.set({ state: 'CONNECTED' })
  void settleUnsure()
  void tellListening(received)
  if (Socket.hasSynced) return
  tellProgress(50)
  if (syncMs === 0) synced()
  else setTimeout(synced, syncMs)
}

/** Once the library is ready, and has had what the answer to `hello` brought. */
async function tellListening(received) {
  await Promise.all([received, Msg.whenListenedTo()])
  await handedOn()
  await connection.call('listening').catch(() => undefined)
}

function synced() {
  if (faults.neverSyncs) return
  tellProgress(100)
  Socket.set({ hasSynced: true })
}

function tellProgress(percent) {
  progress.percent = percent
  Cmd.trigger('offline_progress_update_from_bridge')
}

function reconnect() {
  if (leaving.isLeaving) return
  if (me.pn !== undefined) Socket.set({ state: 'TIMEOUT' })
  setTimeout(() => {
    if (me.pn !== undefined) Socket.set({ state: 'OPENING' })
    connection.open()
  }, RECONNECT_MS)
}

const acts = {
  linked({ device: token }) {
    device.keep(token)
    Socket.set({ state: 'PAIRING' })
    void greet()
  },
  unlinked() {
    if (leaving.isLeaving) return
    leaving.isLeaving = true
    device.forget()
    Cmd.trigger('logout')
    setTimeout(startAnew, LOGOUT_MS)
  },
  state: ({ state }) => Socket.set({ state }),
  ref: ({ ref }) => Conn.set({ ref }),
  fault({ fault }) {
    if (fault === 'no-sync') faults.neverSyncs = true
    // As a page that hangs: this call never returns.
    if (fault === 'hang') for (;;);
  },
}
