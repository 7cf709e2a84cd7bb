import { writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { nearest } from '#machine/nearest.ts'
import { helpFor } from '#setup/help.mjs'
import { chatThrough, helpOf } from './double-terminal.ts'
import { DOUBLE_NAMES, DOUBLES, type Double, type DoubleName } from './doubles.ts'

/** The same each time, so that the line that starts the service stays the same. */
const PORTS: Readonly<Record<DoubleName, number>> = {
  telegram: 8443,
  discord: 8444,
  whatsapp: 8445,
  messenger: 8451,
  instagram: 8452,
  'whatsapp-cloud': 8453,
}

const SERVICE_URL = 'http://127.0.0.1:3000'
const CONNECT_AGAIN_MS = 500
const MS_PER_SECOND = 1000

/** The command `npm run double -- NAME`; the exit status is the result. */
async function main(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    strict: false,
    options: { help: { type: 'boolean', short: 'h' }, service: { type: 'string' } },
  })
  if (values.help === true) {
    process.stdout.write(`${helpFor('test/kit/double.ts')}\n`)
    return 0
  }
  const [name = '', ...rest] = positionals
  const kind = DOUBLE_NAMES.find((known) => known === name)
  if (kind === undefined || rest.length > 0) {
    const wrong = kind ? rest.join(' ') : name
    const what = wrong === '' ? 'which double?' : `there is no double named ${wrong}.`
    return refuse(`${what} Did you mean: npm run double -- ${nearest(wrong, DOUBLE_NAMES) ?? DOUBLE_NAMES.join(' | ')}`)
  }
  const { service = SERVICE_URL, ...others } = values
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) return refuse(`there is no option --${unknown}. npm run double -- --help names them.`)
  if (typeof service !== 'string' || !URL.canParse(service)) {
    return refuse(`--service needs the address of the service, such as ${SERVICE_URL}`)
  }
  return await play(kind, service)
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`)
  return 2
}

async function play(kind: DoubleName, serviceUrl: string): Promise<number> {
  // With ids that were used, the service would take what is said for what it has answered.
  const idsAfter = Math.floor(Date.now() / MS_PER_SECOND)
  const double = await DOUBLES[kind]({ port: PORTS[kind], idsAfter }).catch(() => DOUBLES[kind]({ idsAfter }))
  const ended = new AbortController()
  process.once('SIGINT', () => ended.abort())
  process.once('SIGTERM', () => ended.abort())
  process.stdout.write(await greeting(double))
  void connect(double, serviceUrl, ended.signal)
  await chatThrough(double, { input: process.stdin, output: process.stdout }, ended.signal)
  ended.abort()
  await double[Symbol.asyncDispose]()
  return 0
}

/** Waits for the service for as long as it takes: it may be started at any time. */
async function connect(double: Double, url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const isConnected = await double.connected({ url }).then(
      () => true,
      () => false,
    )
    if (isConnected) return void process.stdout.write('(the service is connected)\n')
    await new Promise((resolve) => setTimeout(resolve, CONNECT_AGAIN_MS))
  }
}

async function greeting(double: Double): Promise<string> {
  const environment = Object.entries(double.env).map(([name, value]) => `${name}=${value}`)
  const file = double.config ? await configFile(double) : undefined
  const start = `npm start${file === undefined ? '' : ` -- --config ${file}`}`
  return `The double of ${double.name} listens on this computer. In another terminal, start the service with

  ${[...environment, start].join(' ')}

and write here. ${double.next === undefined ? '' : `${double.next}\n\n`}${helpOf(double)}
`
}

async function configFile({ name, config = '' }: Double): Promise<string> {
  // Another user's file of this name could not be written.
  const file = path.join(os.tmpdir(), `chasqui-double-${name}-${os.userInfo().username}.yaml`)
  await writeFile(file, config)
  return file
}

process.exit(await main(process.argv.slice(2)))
