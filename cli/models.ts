import { parseArgs } from 'node:util'
import { fitOf } from '#engine/fit.ts'
import { catalogue, embeddingModels } from '#engine/models/all.ts'
import { bytesOf, type Downloadable } from '#engine/models/card.ts'
import { hubFrom, type Hub } from '#engine/models/hub.ts'
import { install, planInstall, type InstallPlan } from '#engine/models/install.ts'
import { folderOf, installedCard, loadEmbedModel, loadModel, unknown } from '#engine/models/load.ts'
import { ModelError } from '#engine/models/model-error.ts'
import { probeHardware } from '#machine/hardware.ts'
import { didYouMean } from '#machine/nearest.ts'
import { readConfig, type Config } from '#app/config.ts'
import { runCommand, usage, UsageError } from '#app/usage.ts'

const OPTIONS = { yes: { type: 'boolean' }, config: { type: 'string' } } as const
const COMMANDS = ['list', 'install', 'path'] as const
type Command = (typeof COMMANDS)[number]

/** Larger downloads start only when somebody has said yes to their size and licence. */
const UNASKED_BYTES_MAX = 1e9

const USAGE =
  'npm run models                            what there is, what is installed, what fits this machine\n' +
  'npm run models -- install NAME [--yes]    download a model\n' +
  'npm run models -- path NAME               where its files lie'

const ALL: readonly Downloadable[] = [...catalogue, ...embeddingModels]
const embeds = (card: Downloadable) => embeddingModels.some(({ name }) => name === card.name)

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const note = (line: string): void => void process.stderr.write(`${line}\n`)

/** `npm run models`: the catalogue, and what an operator does with it. */
async function models(): Promise<void> {
  const { command, name, yes, configFile } = commandLine()
  const config = await readConfig({ env: process.env, file: configFile })
  const hub = hubFrom(process.env)
  if (command === 'list') return list(config)
  const card = ALL.find((one) => one.name === name)
  if (!card) throw new UsageError(unknown(name, ALL).message)
  const load = embeds(card) ? loadEmbedModel : loadModel
  if (command === 'path') return say((await load(name, config.cacheFolder)).folder)
  await bring({ card, hub, yes, config })
}

function commandLine(): { command: Command; name: string; yes: boolean; configFile: string | undefined } {
  const read = () => parseArgs({ options: OPTIONS, allowPositionals: true, strict: true })
  const { values, positionals } = usage(read, OPTIONS)
  const [word = 'list', name, ...rest] = positionals
  const command = COMMANDS.find((one) => one === word)
  if (!command) return refuse(`There is no command "${word}".${didYouMean(word, COMMANDS)}`)
  if (command === 'list' ? name !== undefined : name === undefined || rest.length > 0)
    return refuse(command === 'list' ? 'list takes no name.' : `${command} takes the name of one model.`)
  return { command, name: name ?? '', yes: values.yes ?? false, configFile: values.config }
}

const LACKING = { memory: 'too little memory', cores: 'too few cores' } as const

async function list({ cacheFolder, engine, memory }: Config): Promise<void> {
  const hardware = await probeHardware()
  const isActive = (card: Downloadable) =>
    embeds(card)
      ? memory.embedder === 'model' && memory.embedModel === card.name
      : !engine.url && engine.model === card.name
  const rows = await Promise.all(
    ALL.map(async (card) => ({ card, isInstalled: (await installedCard(card, cacheFolder)) !== undefined })),
  )
  for (const { card, isInstalled } of rows) {
    const { fits, lacks } = fitOf(card, hardware)
    const fit = fits ? 'fits this machine' : `${lacks.map((of) => LACKING[of]).join(' and ')} here`
    const states = [embeds(card) && 'for memory', isActive(card) && 'active', isInstalled && 'installed', fit]
    const about = `${card.licence.name.padEnd(27)} ${states.filter(Boolean).join(', ')}`
    say(`${card.name.padEnd(20)} ${sizeText(bytesOf(card)).padStart(9)}  ${about}`)
  }
  if (engine.url) say(`Answers come from a host: ${new URL(engine.url).host}`)
  else if (!catalogue.some(({ name }) => name === engine.model)) say(`Active is the folder ${engine.model}`)
}

type Wish = { card: Downloadable; hub: Hub; yes: boolean; config: Config }

async function bring({ card, hub, yes, config: { cacheFolder } }: Wish): Promise<void> {
  if (!card.hub) return say(`${card.name} is bundled; there is nothing to install.`)
  const isInstalled = (await installedCard(card, cacheFolder)) !== undefined
  if (isInstalled) return say(`${card.name} is installed in ${folderOf(card, cacheFolder)}`)
  const stop = stopSignal()
  const plan = await planInstall({ hub, card, cacheFolder }, stop)
  printPlan(plan)
  if (plan.bytes > UNASKED_BYTES_MAX && !yes) {
    note(`Nothing was downloaded. To go on: npm run models -- install ${card.name} --yes`)
    process.exitCode = 1
    return
  }
  await install({ plan, hub, onProgress: progressLine() }, stop)
  const settings = embeds(card) ? 'CHASQUI_EMBEDDER=model CHASQUI_EMBED_MODEL' : 'CHASQUI_MODEL'
  say(`${card.name} is installed. To use it: ${settings}=${card.name} npm start`)
}

function printPlan({ card, files, bytes, folder, found }: InstallPlan): void {
  note(`${card.title}: ${sizeText(bytes)} in ${files.length} files, to ${folder}`)
  for (const file of files) note(`  ${file.path}  ${sizeText(file.bytes)}  sha256 ${file.sha256}`)
  note(`From ${card.hub?.repository} at ${found.revision}`)
  note(`Licence: ${card.licence.name}${card.licence.url ? ` (${card.licence.url})` : ''}`)
  if (card.licence.notice) note(card.licence.notice)
}

/** At a terminal one line that counts up, elsewhere a line for every tenth of a file. */
function progressLine(): (progress: { path: string; receivedBytes: number; totalBytes: number }) => void {
  let last = ''
  return ({ path, receivedBytes, totalBytes }) => {
    const percent = Math.floor((receivedBytes / totalBytes) * 100)
    const shown = `${path} ${process.stderr.isTTY ? percent : Math.floor(percent / 10) * 10} %`
    if (shown === last) return
    process.stderr.write(process.stderr.isTTY ? `\r${shown}${percent === 100 ? '\n' : ''}` : `${shown}\n`)
    last = shown
  }
}

function sizeText(bytes: number | undefined): string {
  if (bytes === undefined) return '?'
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`
}

function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => stop.abort(new ModelError('failed', 'Stopped. The same command goes on where it was.')))
  return stop.signal
}

function refuse(sentence: string): never {
  throw new UsageError(`${sentence}\n${USAGE}`)
}

runCommand(models)
