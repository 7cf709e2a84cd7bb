import { nearest } from '#machine/nearest.ts'
import { openTelegramDouble, type TelegramDouble } from './telegram/double.ts'
import { chatThrough } from './telegram/terminal.ts'

const PORT = 8443
const DOUBLES = ['telegram']
const USAGE = `npm run double -- telegram

Starts a Telegram of your own on this computer, and lets you write to the bot through it.
`

/** The command `npm run double -- telegram`; the exit status is the result. */
async function main(words: readonly string[]): Promise<number> {
  const [word, ...rest] = words
  if (word === '--help' || word === '-h') {
    process.stdout.write(USAGE)
    return 0
  }
  const wrong = word === undefined || !DOUBLES.includes(word) ? (word ?? '') : rest[0]
  if (wrong !== undefined) {
    const what = wrong === '' ? 'which double?' : `there is no double named ${wrong}.`
    process.stderr.write(`${what} Did you mean: npm run double -- ${nearest(wrong, DOUBLES) ?? DOUBLES[0]}\n`)
    return 2
  }
  return await telegram()
}

async function telegram(): Promise<number> {
  const double = await openOnFixedPort()
  const ended = new AbortController()
  process.once('SIGINT', () => ended.abort())
  process.once('SIGTERM', () => ended.abort())
  process.stdout.write(greeting(double))
  await chatThrough(double, { input: process.stdin, output: process.stdout }, ended.signal)
  await double[Symbol.asyncDispose]()
  return 0
}

/** The same port each time, so that the line that starts the service stays the same; a free one when it is taken. */
async function openOnFixedPort(): Promise<TelegramDouble> {
  return await openTelegramDouble({ port: PORT }).catch(() => openTelegramDouble())
}

function greeting({ token, apiRoot }: TelegramDouble): string {
  return `A Telegram of your own listens on ${apiRoot}. In another terminal, start the service with

  TELEGRAM_BOT_TOKEN=${token} TELEGRAM_API_ROOT=${apiRoot} npm start

and write here. /photo FILE [words] sends a picture. Ctrl-C ends.

`
}

process.exit(await main(process.argv.slice(2)))
