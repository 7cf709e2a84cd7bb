import path from 'node:path'
import { parseArgs } from 'node:util'
import { didYouMean } from '#machine/nearest.ts'
import { systemClock } from '#machine/clock.ts'
import { readConfig } from '#app/config.ts'
import { runCommand, usage, UsageError } from '#app/usage.ts'
import { WHATSAPP_PATH, type WhatsAppRequest } from '#app/whatsapp-requests.ts'
import { BAN_WARNING } from '#app/whatsapp-warning.ts'
import { askService, isServiceRunning } from './ask-service.ts'
import { imageView, terminalView } from './code-view.ts'
import { isConfirmed } from './confirmed.ts'
import { phoneDigits } from './phone-number.ts'
import { printable } from './printable.ts'
import { followLink } from './whatsapp-link.ts'
import { accountWords, answerSchema, statusSchema, statusWords, withoutCodes } from './whatsapp-words.ts'

const OPTIONS = {
  phone: { type: 'string' },
  image: { type: 'string' },
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
  config: { type: 'string' },
} as const

const USAGE = `npm run whatsapp -- link [--phone NUMBER] [--image FILE] [--yes]
npm run whatsapp -- status [--json]
npm run whatsapp -- unlink [--yes]`

/** What each is for, and which options go with it. */
const COMMANDS = {
  link: { run: link, does: 'link an account', options: ['phone', 'image', 'yes'] },
  status: { run: status, does: 'say how the link is', options: ['json'] },
  unlink: { run: unlink, does: 'unlink its account', options: ['yes'] },
} as const
type Command = keyof typeof COMMANDS

const STATUS_MS_MAX = 5_000
/** A browser may have to start or to end. */
const ACT_MS_MAX = 60_000

type Wish = {
  readonly dataFolder: string
  readonly values: { phone?: string; image?: string; yes?: boolean; json?: boolean }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): number => {
  process.stderr.write(`${line}\n`)
  return 1
}

/** `npm run whatsapp`: links the account that answers on WhatsApp. The service does it; this is how it is asked. */
async function whatsApp(): Promise<number | void> {
  const { command, values } = commandLine()
  const { dataFolder } = await readConfig({ env: process.env, file: values.config })
  const { run, does } = COMMANDS[command]
  if (!(await isServiceRunning(dataFolder, does))) return 1
  return run({ dataFolder, values })
}

function commandLine() {
  const read = () => parseArgs({ options: OPTIONS, allowPositionals: true, strict: true })
  const { values, positionals } = usage(read, OPTIONS)
  const [word = '', ...more] = positionals
  const names = Object.keys(COMMANDS) as Command[]
  const command = names.find((name) => name === word)
  if (command === undefined) {
    throw new UsageError(`${word && `There is no command "${word}".${didYouMean(word, names)}\n`}${USAGE}`)
  }
  const allowed: readonly string[] = [...COMMANDS[command].options, 'config']
  const wrong = Object.keys(values).find((name) => !allowed.includes(name))
  if (wrong !== undefined) throw new UsageError(`--${wrong} is not for ${command}.\n${USAGE}`)
  if (more.length > 0) throw new UsageError(`This is not how ${command} is used.\n${USAGE}`)
  if (values.phone !== undefined && values.image !== undefined) {
    throw new UsageError('--image is for the QR code, and with --phone there is none: leave one of them out.')
  }
  return { command, values }
}

async function link({ dataFolder, values }: Wish): Promise<number | void> {
  const phoneNumber = values.phone === undefined ? undefined : phoneDigits(values.phone)
  say(`${BAN_WARNING}\n`)
  if (!values.yes && !(await confirmed('Link an account all the same?'))) return complain('Nothing was linked.')
  const answer = await asked(dataFolder, { op: 'link', acknowledged: true, ...(phoneNumber && { phoneNumber }) })
  if (answer.type === 'already-linked') {
    return say(`${accountWords(answer.phoneNumber)} is linked already. To link another: npm run whatsapp -- unlink`)
  }
  if (answer.type !== 'linking') return complain('detail' in answer ? printable(answer.detail) : answer.type)
  const imageFile = values.image && path.resolve(process.env.INIT_CWD ?? '.', values.image)
  const terminal = terminalView(process.stdout)
  const view = imageFile ? imageView(imageFile) : terminal
  const { say: sayHere } = terminal
  const following = { status: () => statusOf(dataFolder), view, imageFile, say: sayHere, clock: systemClock }
  const { isLinked, text } = await followLink(following)
  return isLinked ? say(text) : complain(text)
}

async function status({ dataFolder, values }: Wish): Promise<void> {
  const now = await statusOf(dataFolder)
  const text = values.json ? `${JSON.stringify(withoutCodes(now), null, 2)}\n` : statusWords(now, systemClock.now())
  process.stdout.write(text)
}

async function unlink({ dataFolder, values }: Wish): Promise<number | void> {
  const { state, phoneNumber } = await statusOf(dataFolder)
  if (state === 'logged-out') return say('No account is linked.')
  const account = accountWords(phoneNumber)
  say(`Unlinking ${account} ends its session here and on the phone; to use it again it has to be linked anew.`)
  if (!values.yes && !(await confirmed('Unlink it?'))) return complain('It stays linked.')
  const answer = await asked(dataFolder, { op: 'unlink' })
  if (answer.type !== 'unlinked') return complain('detail' in answer ? printable(answer.detail) : answer.type)
  say('Unlinked. If the phone still lists it under Linked devices, log it out there.')
}

const confirmed = (question: string) =>
  isConfirmed(question, { input: process.stdin, write: (text) => process.stdout.write(text) })

const statusOf = (dataFolder: string) =>
  askService(dataFolder, { path: WHATSAPP_PATH, msMax: STATUS_MS_MAX }, (answer) => statusSchema.parse(answer))

const asked = (dataFolder: string, body: WhatsAppRequest) =>
  askService(dataFolder, { path: WHATSAPP_PATH, body, msMax: ACT_MS_MAX }, (answer) => answerSchema.parse(answer))

runCommand(whatsApp)
