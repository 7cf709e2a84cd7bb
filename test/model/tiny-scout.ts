import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { openEmbedded, type EmbeddedEngine, type EmbeddedOptions } from '#engine/backends/embedded.ts'
import { loadModel } from '#engine/models/load.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { readPrograms } from '#machine/programs.ts'

export const root = join(import.meta.dirname, '..', '..')

export const { llamaServer } = await readPrograms(root)

/** Why tests with weights cannot run here; undefined when they can. */
export const skipReason = 'missing' in llamaServer ? llamaServer.missing : undefined

/** The bundled model on a real llama-server, in folders of its own. */
export async function openTinyScout(more: Partial<EmbeddedOptions> = {}): Promise<EmbeddedEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'chasqui-model-'))
  const engine = openEmbedded({
    guardPrompt,
    model: await loadModel('tiny-scout', folder),
    llamaServer,
    socketFolder: folder,
    cores: 2,
    clock: systemClock,
    log: logFor('engine:embedded'),
    ...more,
  })
  const dispose = engine[Symbol.asyncDispose].bind(engine)
  engine[Symbol.asyncDispose] = async () => {
    await dispose()
    await rm(folder, { recursive: true, force: true })
  }
  return engine
}

export type Sample = { file: string; question: string; expected: string }

export const samplesFolder = join(root, 'engine', 'models', 'tiny-scout', 'samples')

export async function readSamples(): Promise<Sample[]> {
  const text = await readFile(join(samplesFolder, 'expected.json'), 'utf8')
  const samples = Object.entries(JSON.parse(text) as Record<string, Omit<Sample, 'file'>>)
  return samples.map(([file, { question, expected }]) => ({ file, question, expected }))
}

/** A picture as core hands it over: 336 pixels square, with the picture's own edge around it. */
export async function preparedPicture(file: string): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  const side = 336
  const fitted = await sharp(join(samplesFolder, file))
    .rotate()
    .flatten({ background: 'white' })
    .resize(side, side, { fit: 'inside' })
    .toBuffer({ resolveWithObject: true })
  const { width, height } = fitted.info
  const [left, top] = [Math.floor((side - width) / 2), Math.floor((side - height) / 2)]
  return sharp(fitted.data)
    .extend({ left, right: side - width - left, top, bottom: side - height - top, extendWith: 'copy' })
    .png()
    .toBuffer()
}
