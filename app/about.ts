import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { AboutService } from '#console/deps.ts'
import { catalogue } from '#engine/models/all.ts'
import { hostedCard } from '#engine/models/hosted.ts'
import { localModels } from '#engine/models/load.ts'
import { jsonIn } from '#machine/json-in.ts'
import type { Programs } from '#machine/programs.ts'
import type { Config } from './config.ts'
import { installedPackages } from './packages.ts'

type About = {
  readonly repository: string
  readonly programs: Programs
  /** Of the model that answers. */
  readonly model: () => string
  readonly config: () => Config
}

/** Read once somebody asks. */
export function aboutService({ repository, programs, model, config }: About): () => Promise<AboutService> {
  let files: ReturnType<typeof readAbout> | undefined
  return async () => {
    files ??= readAbout(repository)
    const { version, notice, packages } = await files.catch((error: unknown) => {
      files = undefined
      throw error
    })
    const { llamaServer } = programs
    return {
      versions: [
        { name: 'Chasqui', version },
        { name: 'Node.js', version: process.versions.node },
        ...('missing' in llamaServer ? [] : [{ name: 'llama-server', version: llamaServer.version }]),
      ],
      model: await modelNamed(model(), config()),
      notice,
      packages,
    }
  }
}

/** A host gives its models names of its own. */
async function modelNamed(name: string, { engine, cacheFolder }: Config): Promise<AboutService['model']> {
  const isLocal = engine.url === undefined
  const card = isLocal ? await localCard(name, cacheFolder) : hostedCard(name)
  if (card === undefined) return { name, title: name }
  const { licence, title } = card
  return {
    name,
    title: isLocal ? title : name,
    licence: licence.name,
    ...(licence.url !== undefined && { licenceUrl: licence.url }),
    ...(licence.notice !== undefined && { notice: licence.notice }),
  }
}

/** Of the catalogue, or what an operator wrote beside a model of their own. */
async function localCard(name: string, cacheFolder: string) {
  const listed = catalogue.find((one) => one.name === name)
  return listed ?? (await localModels(cacheFolder)).find((one) => one.name === name)?.card
}

const packageSchema = z.object({ version: z.string() })

async function readAbout(repository: string) {
  const textOf = (file: string) => readFile(path.join(repository, file), 'utf8').catch(() => '')
  const [own, notice, packages] = await Promise.all([
    textOf('package.json'),
    textOf('NOTICE'),
    installedPackages(repository),
  ])
  const { data } = packageSchema.safeParse(jsonIn(own))
  return { version: data?.version ?? 'unknown', notice, packages }
}
