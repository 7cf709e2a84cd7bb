import { copyFile, mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { catalogue } from '#engine/models/all.ts'
import { parseCard } from '#engine/models/card.ts'
import { checkFile } from '#engine/models/check-file.ts'
import { loadEmbedModel, loadModel } from '#engine/models/load.ts'
import { tinyScout } from '#engine/models/tiny-scout.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'

const never = new AbortController().signal
let folder: string
beforeEach(async () => {
  folder = await temporaryFolder()
})

const gguf = (rest = '') => Buffer.concat([Buffer.from('GGUF'), Buffer.from([3, 0, 0, 0]), Buffer.from(rest)])

describe('finding a model', () => {
  it('finds the bundled one by its name', async () => {
    const model = await loadModel('tiny-scout', folder)
    expect(model).toMatchObject({ name: 'tiny-scout', card: { promptTokens: 700, guard: { level: 'demonstration' } } })
    expect((await stat(join(model.folder, 'tiny-scout.gguf'))).size).toBeGreaterThan(1_000_000)
  })

  it('says how to install one that is only known', async () => {
    await expect(loadModel('llama-4-scout', folder)).rejects.toMatchObject({
      code: 'not-installed',
      message: expect.stringContaining('npm run models -- install llama-4-scout') as string,
    })
  })

  it('names the nearest for a slip of the finger', async () => {
    await expect(loadModel('tiny-scot', folder)).rejects.toMatchObject({
      code: 'unknown-model',
      message: expect.stringContaining('Did you mean tiny-scout?') as string,
    })
  })

  it('says of an embedding model that it answers nobody, and of the others that they make no vectors', async () => {
    await expect(loadModel('embeddinggemma-300m', folder)).rejects.toMatchObject({
      code: 'unknown-model',
      message: expect.stringContaining('CHASQUI_EMBED_MODEL') as string,
    })
    await expect(loadEmbedModel('tiny-scout', folder)).rejects.toMatchObject({
      code: 'unknown-model',
      message: expect.stringContaining('makes no vectors') as string,
    })
    await expect(loadEmbedModel('qwen3-embedding-0.6b', folder)).rejects.toMatchObject({
      code: 'not-installed',
      message: expect.stringContaining('npm run models -- install qwen3-embedding-0.6b') as string,
    })
  })

  it('takes a folder with a card', async () => {
    await writeFile(join(folder, 'card.json'), JSON.stringify({ ...tinyScout, name: 'mine' }))
    expect(await loadModel(folder, folder)).toMatchObject({ name: 'mine', folder })
  })

  it('takes a folder with one model and its projector, and promises little', async () => {
    await mkdir(join(folder, 'My Model'))
    for (const name of ['w.gguf', 'mmproj-w.gguf']) await writeFile(join(folder, 'My Model', name), gguf())
    expect(await loadModel(join(folder, 'My Model'), folder)).toMatchObject({
      name: 'my-model',
      card: { weights: [{ path: 'w.gguf' }], projector: { path: 'mmproj-w.gguf' }, guard: { level: 'none' } },
    })
  })

  it('takes the shards of one model, and refuses two models', async () => {
    for (const shard of ['w-00002-of-00002.gguf', 'w-00001-of-00002.gguf']) await writeFile(join(folder, shard), gguf())
    const { card } = await loadModel(folder, folder)
    expect(card.weights.map(({ path }) => path)).toEqual(['w-00001-of-00002.gguf', 'w-00002-of-00002.gguf'])
    await writeFile(join(folder, 'other.gguf'), gguf())
    await expect(loadModel(folder, folder)).rejects.toMatchObject({ code: 'bad-card' })
  })

  it.each([
    ['{', 'is not JSON'],
    [JSON.stringify({ ...tinyScout, promptTokens: -1 }), 'promptTokens'],
    [JSON.stringify({ ...tinyScout, weights: [{ path: '../../etc/passwd' }] }), 'weights.0.path'],
  ])('says what is wrong with a card', async (text, words) => {
    await writeFile(join(folder, 'card.json'), text)
    await expect(loadModel(folder, folder)).rejects.toMatchObject({
      code: 'bad-card',
      message: expect.stringContaining(words) as string,
    })
  })

  it('refuses an empty folder', async () => {
    await expect(loadModel(folder, folder)).rejects.toMatchObject({ code: 'bad-card' })
  })
})

describe('checking a file', () => {
  const sums = () => join(folder, 'sums.json')
  const check = (file: { bytes?: number | undefined; sha256?: string | undefined }) =>
    checkFile({ path: 'w.gguf', at: join(folder, 'w.gguf'), ...file }, sums(), never)

  it('computes a sum once, and again when the file has changed', async () => {
    const [weights] = tinyScout.weights
    const { folder: source } = await loadModel('tiny-scout', folder)
    await copyFile(join(source, 'tiny-scout.gguf'), join(folder, 'w.gguf'))
    await check(weights ?? {})
    const remembered = await readFile(sums(), 'utf8')
    await check(weights ?? {})
    expect(await readFile(sums(), 'utf8')).toBe(remembered)
    const bytes = await readFile(join(folder, 'w.gguf'))
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    await writeFile(join(folder, 'w.gguf'), bytes)
    await utimes(join(folder, 'w.gguf'), new Date(), new Date(Date.now() + 5000))
    await expect(check(weights ?? {})).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining('damaged') as string,
    })
  })

  it('is not stopped by a cache that cannot be written', async () => {
    const [weights] = tinyScout.weights
    const { folder: source } = await loadModel('tiny-scout', folder)
    const at = join(source, 'tiny-scout.gguf')
    await writeFile(join(folder, 'no-folder'), '')
    await expect(
      checkFile({ ...weights, path: 'w.gguf', at }, join(folder, 'no-folder', 'sums.json'), never),
    ).resolves.toBeUndefined()
    await expect(readFile(join(folder, 'no-folder', 'sums.json'))).rejects.toMatchObject({ code: 'ENOTDIR' })
  })

  it.each([
    [Buffer.from(''), {}, 'is not a GGUF file'],
    [Buffer.from('PK\x03\x04 and more'), {}, 'is not a GGUF file'],
    [Buffer.concat([Buffer.from('GGUF'), Buffer.from([9, 0, 0, 0])]), {}, 'version 9'],
    [gguf('short'), { bytes: 1000 }, 'has 13 bytes where 1000 are right'],
  ])('explains what is no model', async (content, file, words) => {
    await writeFile(join(folder, 'w.gguf'), content)
    await expect(check(file)).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining(words) as string,
    })
  })

  it('says that a file is missing', async () => {
    await expect(check({})).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining('is missing') as string,
    })
  })
})

describe('the catalogue', () => {
  it.each(catalogue.map((card) => [card.name, card] as const))('has a sound card for %s', (_, card) => {
    expect(parseCard(card, card.name)).toEqual(card)
    expect(card.promptTokens).toBeLessThanOrEqual(card.contextTokens)
    for (const pattern of [...(card.hub?.weights ?? []), ...(card.hub?.projector ?? [])])
      expect(() => new RegExp(pattern)).not.toThrow()
  })

  it('has every name once', () => {
    expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length)
  })
})
