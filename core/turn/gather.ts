import { pastTurns } from '../conversation/past-turns.ts'
import { fitForModel, type PromptPicture } from '../media/fit.ts'
import { PictureError } from '../media/picture-error.ts'
import { buildPrompt, type Prompt } from '../prompt/build.ts'
import { pictureKey, turnWithPictures, type PictureKey } from '../prompt/history.ts'
import { SYSTEM_WORDS } from '../prompt/system-words.ts'
import type { PastTurn } from '../contract/past.ts'
import type { ServedRun } from './deps.ts'
import type { Understood } from './understand.ts'

/** `promptShare`: the share of the token budget to use; below 1 after a prompt was refused as too long. */
type Gathering = Understood & { readonly promptShare: number }

/**
 * Builds the prompt: what is remembered of this person, their earlier turns in this conversation, recent pictures, and
 * what is asked now.
 */
export async function gather(run: ServedRun, gathering: Gathering, signal: AbortSignal): Promise<Prompt> {
  const { asked, pictures, promptShare } = gathering
  const { store, turn, settings, engine, memory } = run
  const { conversation, person } = turn
  const capabilities = engine.capabilities()
  const about = { conversation, person, turnsMax: settings.pastTurnsMax }
  const [past, recalled] = await Promise.all([
    turn.isShared ? [] : pastTurns(store, about),
    memory.recall({ turn, text: asked.text }, signal),
  ])
  return buildPrompt({
    words: SYSTEM_WORDS,
    past,
    pastPictures: await picturesFrom(run, { past, asked: pictures.length }, signal),
    asked,
    pictures,
    memory: recalled,
    capabilities,
    budgetTokens: Math.floor(Math.min(settings.promptTokensMax, capabilities.promptTokens) * promptShare),
    countTokens: (text, stop) => engine.countTokens(text, stop),
    signal,
  })
}

type Pictures = Map<PictureKey, PromptPicture>

type Wanted = { readonly past: readonly PastTurn[]; readonly asked: number }

async function picturesFrom(run: ServedRun, { past, asked }: Wanted, signal: AbortSignal): Promise<Pictures> {
  const { engine, media, turn, share } = run
  const { vision, picturesMax, tilePixels, pad } = engine.capabilities()
  const shown = vision ? turnWithPictures(past, { picturesMax, asked }) : undefined
  const decoding = { share, signal }
  const found: Pictures = new Map()
  for (const picture of shown?.pictures ?? []) {
    const row = await media.find(picture.eventId, picture.part)
    if (row === undefined || row.personId !== turn.person) continue
    const bytes = await media.read(row).catch(undefinedWhenGone)
    if (bytes === undefined) continue
    found.set(pictureKey(picture), await fitForModel({ mime: row.mime, bytes }, { tilePixels, pad }, decoding))
  }
  return found
}

/** The file was deleted by retention: the prompt then says `[picture]`. */
function undefinedWhenGone(error: unknown): undefined {
  if (error instanceof PictureError) return undefined
  throw error
}
