import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { existsSync } from 'node:fs'
import { freePort } from './free-port.ts'

export type Front = { readonly port: number; [Symbol.asyncDispose](): Promise<void> }

export const PGBOUNCER = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'pgbouncer'))
  .find((file) => existsSync(file))

/**
 * A port of this computer that leads to a Postgres on a unix socket. It refuses clients that ask for `refused` when they
 * connect, with PgBouncer's message.
 */
export async function openRelay(socketFolder: string, refused?: string): Promise<Front> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    open.add(client)
    client.on('close', () => open.delete(client)).on('error', () => client.destroy())
    client.once('data', (startup) => {
      if (refused !== undefined && parametersOf(startup).includes(refused)) {
        return void client.end(errorMessage(`unsupported startup parameter: ${refused}`))
      }
      const postgres = connect(join(socketFolder, '.s.PGSQL.5432'))
      postgres.on('error', () => client.destroy())
      postgres.write(startup)
      client.pipe(postgres).pipe(client)
      return undefined
    })
  })
  const port = await listening(server)
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const client of open) client.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A real PgBouncer in front of a Postgres at a port; `settings` are lines of its configuration. */
export async function openPgBouncer(
  behind: Front,
  settings: Readonly<Record<string, string | number>>,
): Promise<Front> {
  const folder = await mkdtemp(join(tmpdir(), 'cq-bouncer-'))
  const port = await freePort()
  const all = { listen_addr: '127.0.0.1', listen_port: port, unix_socket_dir: '', auth_type: 'any', ...settings }
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`)
  const databases = `* = host=127.0.0.1 port=${behind.port} user=chasqui_service`
  await writeFile(join(folder, 'pgbouncer.ini'), `[databases]\n${databases}\n[pgbouncer]\n${lines.join('\n')}\n`)
  await chmod(folder, 0o755)
  // It does not run as root.
  const asNobody = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn(PGBOUNCER ?? '', [...asNobody, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('close', resolve))
  return {
    port,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The names and values in the first message of a connection. */
const parametersOf = (startup: Buffer) => startup.toString('latin1', 8).split('\0')

function errorMessage(text: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${text}\0\0`)
  const head = Buffer.from('E\0\0\0\0')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

function listening(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
