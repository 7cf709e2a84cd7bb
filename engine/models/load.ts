import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { catalogue, embeddingModels } from './all.ts'
import { parseCard, parsedFiles, LLAMA_SAMPLING, type Downloadable, type ModelCard, type ModelFile } from './card.ts'
import { parseEmbedCard, type EmbedCard } from './embed-card.ts'
import { ModelError } from './model-error.ts'
import { nearest } from '#machine/nearest.ts'
import type { Sentence } from '#machine/sentence.ts'
import { say } from '../sentences.ts'

/** A card and the folder of its files; the files are checked before they are used. */
export type LoadedModel<Card = ModelCard> = {
  readonly name: string
  readonly card: Card
  readonly folder: string
  /** The cache of the sums of checked files. */
  readonly sumsPath: string
}

/**
 * Finds a model by its name in the catalogue, or in a folder that has a `card.json`, or just one GGUF file and perhaps
 * a projector (`*mmproj*.gguf`). A name without a path is first looked for in the models folder.
 * @throws {ModelError} `unknown-model`, `not-installed` or `bad-card`
 */
export async function loadModel(nameOrFolder: string, cacheFolder: string): Promise<LoadedModel> {
  const card = catalogue.find(({ name }) => name === nameOrFolder)
  if (card) return loadNamed(card, cacheFolder)
  const folder = await folderNamed(nameOrFolder, catalogue, cacheFolder)
  return loaded(await cardOf(folder, { parse: parseCard, plain: plainCard }), folder, cacheFolder)
}

/**
 * The same for a choice that was not made on this machine: a model of the catalogue, one in the models folder, or one of
 * `known`. The service reads no other folder for it.
 * @throws {ModelError}
 */
export async function loadChosen(
  name: string,
  { cacheFolder, known }: { readonly cacheFolder: string; readonly known: readonly string[] },
): Promise<LoadedModel> {
  if (known.includes(name) || catalogue.some((card) => card.name === name)) return loadModel(name, cacheFolder)
  if (!MODEL_NAME.test(name)) throw unknown(name)
  const folder = join(modelsFolder(cacheFolder), name)
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) throw unknown(name)
  return loadModel(folder, cacheFolder)
}

/** Models that an operator has put into the models folder, by the names of their folders. */
export async function localModels(cacheFolder: string): Promise<readonly LoadedModel[]> {
  const entries = await readdir(modelsFolder(cacheFolder), { withFileTypes: true }).catch(() => [])
  const isListed = (name: string) => [...catalogue, ...embeddingModels].some((card) => card.name === name)
  const names = entries.flatMap((entry) =>
    entry.isDirectory() && MODEL_NAME.test(entry.name) && !isListed(entry.name) ? [entry.name] : [],
  )
  const models = names
    .toSorted()
    .slice(0, LOCAL_MODELS_MAX)
    .map(async (name) => {
      const model = await loadModel(name, cacheFolder).catch(() => undefined)
      return model && { ...model, name }
    })
  return (await Promise.all(models)).filter((model) => model !== undefined)
}

const LOCAL_MODELS_MAX = 100
const MODEL_NAME = /^[a-z\d][\w.-]{0,63}$/
const modelsFolder = (cacheFolder: string) => join(cacheFolder, 'models')

/**
 * The same of an embedding model.
 * @throws {ModelError} `unknown-model`, `not-installed` or `bad-card`
 */
export async function loadEmbedModel(nameOrFolder: string, cacheFolder: string): Promise<LoadedModel<EmbedCard>> {
  const card = embeddingModels.find(({ name }) => name === nameOrFolder)
  if (card) return loadNamed(card, cacheFolder)
  const folder = await folderNamed(nameOrFolder, embeddingModels, cacheFolder)
  return loaded(await cardOf(folder, { parse: parseEmbedCard, plain: plainEmbedCard }), folder, cacheFolder)
}

/** The folder of a model of the catalogue, also before it is installed. */
export function folderOf(card: Downloadable, cacheFolder: string): string {
  return card.hub ? join(modelsFolder(cacheFolder), card.name) : join(import.meta.dirname, card.name)
}

/** The last file that an installation writes. */
export const INSTALLED_FILE = 'installed.json'

/** The card with the sizes and sums from the hub; undefined while it is not installed. */
export async function installedCard<Card extends Downloadable>(
  card: Card,
  cacheFolder: string,
): Promise<Card | undefined> {
  if (!card.hub) return card
  const path = join(folderOf(card, cacheFolder), INSTALLED_FILE)
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const { weights, projector } = parsed(parsedFiles, text, path)
  return { ...card, weights, ...(projector && { projector }) }
}

export function unknown(name: string, among: readonly Downloadable[] = catalogue): ModelError {
  const names = among.map((card) => card.name)
  const hint = kindOf(name, among) ?? didYouMean(name, names) ?? say('model.known', { names: { list: names } })
  return new ModelError('unknown-model', [say('model.not-found', { name }), hint])
}

/** Of a name that stands in the other list. */
function kindOf(name: string, among: readonly Downloadable[]): Sentence | undefined {
  const isIn = (cards: readonly Downloadable[]) => cards !== among && cards.some((card) => card.name === name)
  if (isIn(embeddingModels)) return say('model.embeds')
  return isIn(catalogue) ? say('model.answers') : undefined
}

function didYouMean(name: string, names: readonly string[]): Sentence | undefined {
  const meant = nearest(name, names)
  return meant === undefined ? undefined : say('model.meant', { name: meant })
}

async function folderNamed(name: string, among: readonly Downloadable[], cacheFolder: string): Promise<string> {
  const own = MODEL_NAME.test(name) ? [join(modelsFolder(cacheFolder), name)] : []
  for (const folder of [...own, resolve(name)]) {
    const found = await stat(folder).catch(() => undefined)
    if (found?.isDirectory()) return folder
  }
  throw unknown(name, among)
}

async function loadNamed<Card extends Downloadable>(card: Card, cacheFolder: string): Promise<LoadedModel<Card>> {
  const installed = await installedCard(card, cacheFolder)
  if (installed) return loaded(installed, folderOf(card, cacheFolder), cacheFolder)
  throw new ModelError('not-installed', say('model.not-installed', { model: card.name }))
}

function loaded<Card extends Downloadable>(card: Card, folder: string, cacheFolder: string): LoadedModel<Card> {
  return { name: card.name, card, folder, sumsPath: join(modelsFolder(cacheFolder), 'sums.json') }
}

type Parse<Card> = (value: unknown, where: string) => Card

async function cardOf<Card>(
  folder: string,
  { parse, plain }: { parse: Parse<Card>; plain: (of: PlainModel) => Card },
): Promise<Card> {
  const path = join(folder, 'card.json')
  const text = await readFile(path, 'utf8').catch(() => undefined)
  return text === undefined ? plain(await plainModel(folder)) : parsed(parse, text, path)
}

function parsed<Card>(parse: Parse<Card>, text: string, path: string): Card {
  try {
    return parse(JSON.parse(text), path)
  } catch (cause) {
    const isWrong = cause instanceof TypeError
    const fault = isWrong ? say('card.wrong', { said: { quote: cause.message } }) : say('card.not-json', { path })
    throw new ModelError('bad-card', fault, { cause })
  }
}

type PlainModel = Pick<Downloadable, 'name' | 'title' | 'licence' | 'weights' | 'projector' | 'serverArguments'>

/** What can be said of files without a card. */
async function plainModel(folder: string): Promise<PlainModel> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.gguf')).toSorted()
  const projectors = files.filter((name) => name.includes('mmproj'))
  const weights = files.filter((name) => !name.includes('mmproj'))
  if (weights.length === 0) throw new ModelError('bad-card', say('card.empty-folder', { folder }))
  if (!isOneModel(weights) || projectors.length > 1) throw new ModelError('bad-card', say('card.several', { folder }))
  const asFile = (path: string): ModelFile => ({ path })
  const [projector] = projectors
  return {
    name:
      basename(folder)
        .toLowerCase()
        .replace(/[^a-z0-9.-]+/g, '-')
        .replace(/^[^a-z0-9]+/, '') || 'model',
    title: basename(folder),
    licence: { name: 'unknown' },
    weights: weights.map(asFile),
    ...(projector !== undefined && { projector: asFile(projector) }),
    serverArguments: [],
  }
}

/** Cautious values. */
const plainCard = (model: PlainModel): ModelCard => ({
  ...model,
  contextTokens: 8192,
  promptTokens: 4096,
  tilePixels: 336,
  tilesMax: 1,
  tileTokens: 1024,
  pad: 'none',
  picturesMax: 1,
  guard: { level: 'none', threshold: 0.5, seesPictures: false },
  sampling: LLAMA_SAMPLING,
  controlMarks: [],
  prompt: { stop: [], templateArguments: {} },
})

const plainEmbedCard = (model: PlainModel): EmbedCard => ({ ...model, contextTokens: 512 })

const isOneModel = (weights: readonly string[]) =>
  weights.length === 1 || weights.every((name) => /-\d{5}-of-\d{5}\.gguf$/.test(name))
