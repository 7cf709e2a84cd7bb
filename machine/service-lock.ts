import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, stat, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import type { Clock } from './clock.ts'
import { jsonIn } from './json-in.ts'

/**
 * One service for each data folder. The lock is a socket on which its owner listens, so that it ends with its owner: a
 * starter connects to it, and a refused connection means that the owner is dead.
 *
 * Replacing a dead socket is not atomic (two starters could each remove the other's). So the step is done inside a
 * folder that only one starter can create: a new socket is bound there, already listening, and renamed over the dead
 * one. Then the winner connects to itself and compares a nonce. A starter that dies inside the step leaves the folder;
 * another one that has seen the same folder for `STALE_MS` removes it, and checks twice that it is the winner.
 */
export async function takeLock(folder: string, hello: Hello, clock: Clock): Promise<Lock | { heldBy: Hello }> {
  const watched = { inode: 0, sinceMs: 0, isBroken: false }
  for (;;) {
    const holder = await lockHolder(folder)
    if (holder) return { heldBy: holder }
    if (!(await enter(folder, watched, clock))) {
      await clock.sleep(POLL_MS)
      continue
    }
    const lock = await replaceDeadLock(folder, hello).finally(() => leave(folder))
    if (!lock) continue
    if (watched.isBroken) await clock.sleep(RETRY_MS)
    const seen = await lockHolder(folder)
    if (seen?.nonce === lock.nonce) return lock
    lock.server.close()
  }
}

/** What the owner of a lock sends to a client. */
export type Hello = { nonce?: string; pid: number; socketFolder: string }

export type Lock = { nonce: string; server: Server; release(): Promise<void> }

/** The holder of the lock, or undefined when no running process holds it. */
export function lockHolder(folder: string): Promise<Hello | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(join(folder, LOCK))
    let text = ''
    const settle = () => {
      socket.destroy()
      resolve(parseHello(text))
    }
    socket.setEncoding('utf8').setTimeout(ANSWER_MS, settle)
    socket.on('data', (chunk) => (text += chunk).length > HELLO_LENGTH_MAX && settle())
    socket.on('end', settle)
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') return resolve(undefined)
      // A full backlog or a broken connection: a process listened there a moment ago.
      if (error.code === 'EAGAIN' || error.code === 'ECONNRESET' || error.code === 'EPIPE') return settle()
      reject(error)
    })
  })
}

const LOCK = 'service.lock'
const ENTRY = 'service.lock.new'
const POLL_MS = 20
const STALE_MS = 3_000
const RETRY_MS = 500
const ANSWER_MS = 2_000
const HELLO_LENGTH_MAX = 4_096

/** An owner that is too busy to answer in time still holds the lock. */
const parseHello = (text: string) => (jsonIn(text) ?? { pid: 0, socketFolder: '' }) as Hello

async function enter(folder: string, watched: { inode: number; sinceMs: number; isBroken: boolean }, clock: Clock) {
  const entry = join(folder, ENTRY)
  try {
    await mkdir(entry, { mode: 0o700 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const inode = (await stat(entry).catch(() => undefined))?.ino ?? 0
  if (inode !== watched.inode) Object.assign(watched, { inode, sinceMs: clock.monotonicMs() })
  if (clock.monotonicMs() - watched.sinceMs < STALE_MS) return false
  watched.isBroken = true
  await leave(folder)
  return false
}

const leave = (folder: string) => rm(join(folder, ENTRY), { recursive: true, force: true })

async function replaceDeadLock(folder: string, hello: Hello): Promise<Lock | undefined> {
  const path = join(folder, LOCK)
  if (await lockHolder(folder)) return undefined
  const nonce = randomBytes(16).toString('hex')
  const server = createServer((connection) => {
    // A client that only checks whether we run may disconnect before we answer.
    connection.on('error', () => connection.destroy())
    connection.end(JSON.stringify({ ...hello, nonce }))
  })
  // A closing server removes the path it was bound to: that is the temporary path, never the lock.
  const bound = join(folder, ENTRY, 's')
  await new Promise<void>((resolve, reject) => {
    // Later errors (no file descriptors left for one more connection) must not end the service.
    server.on('error', reject).listen(bound, resolve)
  })
  await rename(bound, path).catch((error: unknown) => {
    server.close()
    throw error
  })
  const release = async () => {
    await unlink(path).catch(() => undefined)
    await new Promise((resolve) => server.close(resolve))
  }
  return { nonce, server, release }
}
