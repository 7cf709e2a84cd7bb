import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const FOLDER = path.resolve(import.meta.dirname, '../../deploy')
const run = promisify(execFile)

const compose = z.object({
  services: z.record(z.string(), z.object({ ports: z.array(z.string()).optional(), image: z.string().optional() })),
})

/** The tool's own validation, in either of its two forms; `undefined` where there is none. */
async function composeTool(): Promise<readonly string[] | undefined> {
  for (const command of [['docker', 'compose'], ['docker-compose']]) {
    const [program = '', ...words] = command
    const isThere = await run(program, [...words, 'version']).then(
      () => true,
      () => false,
    )
    if (isThere) return command
  }
  return undefined
}

test('compose.yaml passes the validation of the compose tool', async ({ skip }) => {
  const tool = await composeTool()
  if (tool === undefined) return skip('no docker compose here')
  const [program = '', ...words] = tool
  const { stdout } = await run(program, [...words, '-f', path.join(FOLDER, 'compose.yaml'), 'config'])
  expect(stdout).toContain('chasqui')
})

test('what compose publishes is on loopback only, and every image is pinned', async () => {
  const { services } = compose.parse(parse(await readFile(path.join(FOLDER, 'compose.yaml'), 'utf8')))
  const ports = Object.values(services).flatMap((service) => service.ports ?? [])
  expect(ports).not.toEqual([])
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
  const images = Object.values(services).flatMap((service) => service.image ?? [])
  expect(images).not.toEqual([])
  expect(images.filter((image) => !/:\d+\.\d+/.test(image))).toEqual([])
})

test('the image runs as an ordinary user, checks its health, and starts the pinned Node', async () => {
  const lines = (await readFile(path.join(FOLDER, 'Dockerfile'), 'utf8')).split('\n')
  const bases = lines.filter((line) => line.startsWith('FROM'))
  expect(bases).not.toEqual([])
  expect(bases.filter((line) => !/node:22\.23\.2-/.test(line))).toEqual([])
  expect(lines).toContain('USER chasqui')
  expect(lines.some((line) => line.startsWith('HEALTHCHECK'))).toBe(true)
})

test('secrets that lie where compose reads them get neither into a commit nor into an image', async () => {
  const root = path.join(FOLDER, '..')
  for (const file of ['.gitignore', '.dockerignore']) {
    const lines = (await readFile(path.join(root, file), 'utf8')).split('\n')
    expect(
      lines.map((line) => line.replace(/\/$/, '')),
      file,
    ).toContain('deploy/secrets')
  }
})
