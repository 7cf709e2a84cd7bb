import { parseArgs } from 'node:util'
import { GROUP_MODES } from '#core/contract/access.ts'
import { didYouMean } from '#machine/nearest.ts'
import { ACCESS_PATH, type AccessRequest } from '#app/access-requests.ts'
import { readConfig } from '#app/config.ts'
import { runCommand, usage, UsageError } from '#app/usage.ts'
import { OPERATOR_ID, PLATFORMS } from '#core/contract/ids.ts'
import { answerSchema, listSchema, sentenceOf, tablesOf } from './access-words.ts'
import { askService, isServiceRunning } from './ask-service.ts'

const OPTIONS = { json: { type: 'boolean' }, config: { type: 'string' } } as const
const ANSWER_MS_MAX = 15_000
const MODES = [...GROUP_MODES, 'default'] as const

const USAGE = `npm run access -- list [--json]      who may write, who may not, open codes, and the modes of groups
npm run access -- approve CODE       lets the person in who shows you this code
npm run access -- block ID           nothing that this person sends is read or answered any more
npm run access -- unblock ID
npm run access -- group ID MODE      which messages of a group are answered: ${MODES.join(', ')}`

type Command = { readonly words: number; readonly request: (first: string, second: string) => AccessRequest }

const COMMANDS: Readonly<Record<string, Command>> = {
  approve: { words: 1, request: (code) => ({ op: 'approve', code }) },
  block: { words: 1, request: (id) => ({ op: 'block', identity: idIn(id) }) },
  unblock: { words: 1, request: (id) => ({ op: 'unblock', identity: idIn(id) }) },
  group: { words: 2, request: (id, mode) => ({ op: 'group', group: groupIn(id), mode: modeIn(mode) }) },
}

/** `npm run access`: who may write. The service decides; this is how its operator tells it. */
async function access(): Promise<number | void> {
  const { values, positionals } = usage(
    () => parseArgs({ options: OPTIONS, allowPositionals: true, strict: true }),
    OPTIONS,
  )
  const [name = '', ...words] = positionals
  const request = name === 'list' && words.length === 0 ? undefined : requestIn(name, words)
  if (values.json && request !== undefined) throw new UsageError(`--json is for list.\n${USAGE}`)
  const { dataFolder } = await readConfig({ env: process.env, file: values.config })
  if (!(await isServiceRunning(dataFolder, 'say or change who may write'))) return 1
  const question = { path: ACCESS_PATH, msMax: ANSWER_MS_MAX }
  if (request === undefined) {
    const list = await askService(dataFolder, question, (answer) => listSchema.parse(answer))
    process.stdout.write(values.json ? `${JSON.stringify(list, null, 2)}\n` : tablesOf(list))
    return undefined
  }
  const read = (answer: unknown) => answerSchema.parse(answer)
  const { text, isDone } = sentenceOf(await askService(dataFolder, { ...question, body: request }, read), request)
  ;(isDone ? process.stdout : process.stderr).write(`${text}\n`)
  return isDone ? undefined : 1
}

function requestIn(name: string, words: readonly string[]): AccessRequest {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined && name !== 'list') {
    const wrong = name && `There is no command "${name}".${didYouMean(name, ['list', ...Object.keys(COMMANDS)])}\n`
    throw new UsageError(`${wrong}${USAGE}`)
  }
  if (command?.words !== words.length) throw new UsageError(`This is not how ${name} is used.\n${USAGE}`)
  return command.request(words[0] ?? '', words[1] ?? '')
}

function idIn(id: string): string {
  if (OPERATOR_ID.test(id)) return id
  const [platform = ''] = id.split(':')
  const isUnknown = id.includes(':') && !PLATFORMS.some((known) => known === platform)
  throw new UsageError(
    `"${id}" is no id. ` +
      (isUnknown ? `There is no platform "${platform}".${didYouMean(platform, PLATFORMS)} ` : '') +
      'An id looks like telegram:123456:987 (platform, bot, person or group); npm run access -- list shows them.',
  )
}

function groupIn(id: string): string {
  const [group = ''] = idIn(id).split('/')
  if (group === id) return id
  throw new UsageError(`"${id}" is a thread, and a mode is for the whole group: use ${group}.`)
}

function modeIn(mode: string): (typeof MODES)[number] {
  const known = MODES.find((each) => each === mode)
  if (known !== undefined) return known
  throw new UsageError(`There is no mode "${mode}".${didYouMean(mode, MODES)} Known are ${MODES.join(', ')}.`)
}

runCommand(access)
