import { writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { nearest } from '#machine/nearest.ts'
import { helpFor } from '#setup/help.mjs'
import { chatThrough, helpOf } from './double-terminal.ts'
import type { GraphProduct } from './graph/products.ts'
import type { PlatformDouble } from './platform.ts'

/** What its service needs in `chasqui.yaml` beside the environment. */
type Double = PlatformDouble & { readonly config?: string }

type Kind = {
  /** The same each time, so that the line that starts the service stays the same. */
  readonly port: number
  readonly open: (port: number) => Promise<Double>
}

const KINDS: Readonly<Record<string, Kind>> = {
  telegram: {
    port: 8443,
    open: async (port) => {
      const { telegramPlatform } = await import('./telegram/platform.ts')
      const { openTelegramDouble } = await import('./telegram/double.ts')
      return telegramPlatform(await openTelegramDouble({ port }))
    },
  },
  discord: {
    port: 8444,
    open: async (port) => await (await import('./discord/double.ts')).openDiscordDouble({ port }),
  },
  messenger: { port: 8451, open: async (port) => await openGraph('messenger', port) },
  instagram: { port: 8452, open: async (port) => await openGraph('instagram', port) },
  'whatsapp-cloud': { port: 8453, open: async (port) => await openGraph('whatsapp-cloud', port) },
}
const NAMES = Object.keys(KINDS)

const SERVICE_URL = 'http://127.0.0.1:3000'
const CONNECT_AGAIN_MS = 500

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
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
  if (kind === undefined || rest.length > 0) {
    const wrong = kind ? rest.join(' ') : name
    const what = wrong === '' ? 'which double?' : `there is no double named ${wrong}.`
    return refuse(`${what} Did you mean: npm run double -- ${nearest(wrong, NAMES) ?? NAMES.join(' | ')}`)
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

async function play(kind: Kind, serviceUrl: string): Promise<number> {
  const double = await kind.open(kind.port).catch(() => kind.open(0))
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

and write here. ${helpOf(double)}
`
}

async function configFile({ name, config = '' }: Double): Promise<string> {
  const file = path.join(os.tmpdir(), `chasqui-double-${name}.yaml`)
  await writeFile(file, config)
  return file
}

async function openGraph(product: GraphProduct, port: number): Promise<Double> {
  return await (await import('./graph/double.ts')).openGraphDouble({ product, port })
}

process.exit(await main(process.argv.slice(2)))
