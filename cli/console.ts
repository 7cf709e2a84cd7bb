import { parseArgs } from 'node:util'
import { z } from 'zod'
import { didYouMean } from '#machine/nearest.ts'
import { readConfig } from '#app/config.ts'
import { CONSOLE_PATH, type ConsoleAnswer, type ConsoleRequest } from '#app/console-requests.ts'
import { runCommand, usage, UsageError } from '#app/usage.ts'
import { askService, isServiceRunning } from './ask-service.ts'
import { printable } from './printable.ts'

const OPTIONS = { config: { type: 'string' } } as const
const ANSWER_MS_MAX = 15_000
const NAME_LENGTH_MAX = 256
const COMMANDS = ['link', 'recover']

const USAGE = `npm run console -- link              a link with which the first owner sets up the console
npm run console -- recover NAME      a link for a new password; ends all sessions of that account`

/** `npm run console`: into the console, for whoever has the data folder. */
async function console(): Promise<number | void> {
  const { values, positionals } = usage(
    () => parseArgs({ options: OPTIONS, allowPositionals: true, strict: true }),
    OPTIONS,
  )
  const body = requestIn(positionals)
  const { dataFolder } = await readConfig({ env: process.env, file: values.config })
  if (!(await isServiceRunning(dataFolder, 'make links into its console'))) return 1
  const question = { path: CONSOLE_PATH, body, msMax: ANSWER_MS_MAX }
  const answer = await askService(dataFolder, question, (given) => answerSchema.parse(given))
  const { text, isDone } = sentenceOf(answer, body)
  ;(isDone ? process.stdout : process.stderr).write(`${text}\n`)
  return isDone ? undefined : 1
}

function requestIn([command = '', ...words]: readonly string[]): ConsoleRequest {
  if (command === 'link' && words.length === 0) return { op: 'link' }
  const [name = ''] = words
  if (command === 'recover' && words.length === 1 && name !== '' && name.length <= NAME_LENGTH_MAX) {
    return { op: 'recover', name }
  }
  if (COMMANDS.includes(command)) throw new UsageError(`This is not how ${command} is used.\n${USAGE}`)
  const wrong = command && `There is no command "${command}".${didYouMean(command, COMMANDS)}\n`
  throw new UsageError(`${wrong}${USAGE}`)
}

const answerSchema: z.ZodType<ConsoleAnswer> = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('made'), link: z.string(), minutes: z.number() }),
  z.object({ outcome: z.literal('recovered'), link: z.string(), minutes: z.number(), name: z.string() }),
  z.object({ outcome: z.enum(['has-owner', 'no-account']) }),
  z.object({ outcome: z.literal('closed'), why: z.string() }),
])

function sentenceOf(answer: ConsoleAnswer, request: ConsoleRequest): { text: string; isDone: boolean } {
  const opened = (what: string, link: string, minutes: number) => ({
    text: `${what} Open this link within ${minutes} minutes; it works once:\n\n  ${link}\n`,
    isDone: true,
  })
  const wanted = request.op === 'recover' ? printable(request.name) : ''
  switch (answer.outcome) {
    case 'made':
      return opened('The console waits for its owner.', answer.link, answer.minutes)
    case 'recovered':
      return opened(`${printable(answer.name)} is signed out everywhere.`, answer.link, answer.minutes)
    case 'has-owner':
      return {
        text:
          'The console has an owner, who invites others on its page Accounts. For a lost password: npm run console -- ' +
          'recover NAME',
        isDone: false,
      }
    case 'no-account':
      return {
        text: `The console has no account "${wanted}". An owner sees their names on its page Accounts.`,
        isDone: false,
      }
    case 'closed':
      return { text: `The console is not open: ${answer.why.replace(/\.$/, '')}.`, isDone: false }
    default:
      return answer satisfies never
  }
}

runCommand(console)
