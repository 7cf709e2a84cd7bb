import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ModelHostOptions } from '../kit/model-host.ts'
import type { Double } from '../kit/doubles.ts'
import { environmentOf, temporaryFolder } from '../kit/product.ts'
import { NO_LIMITS, timedHost, type TimedHost } from './fixture.ts'
import { startService } from './service.ts'

type Serving = { readonly host: TimedHost; readonly platforms: readonly Double[] }
export type ServiceOptions = {
  readonly open: () => Promise<readonly Double[]>
  readonly config?: string
  readonly host?: ModelHostOptions
}

/** A service of this tree in a process of its own, on all these platforms at once. */
export async function withService<T>(
  { root, open, config = '', host: about }: ServiceOptions & { readonly root: string },
  work: (serving: Serving) => Promise<T>,
): Promise<T> {
  const dataFolder = await temporaryFolder('bench')
  const closers = [() => rm(dataFolder, { recursive: true, force: true })]
  try {
    const host = await timedHost(about)
    closers.push(() => host.close())
    const platforms = await open()
    for (const platform of platforms) closers.push(() => platform[Symbol.asyncDispose]())
    for (const platform of platforms) await platform.prepare?.(dataFolder)
    const configs = platforms.map((platform) => platform.config ?? '')
    await writeFile(path.join(dataFolder, 'chasqui.yaml'), [NO_LIMITS, ...configs, config].join(''))
    const env = Object.assign({}, ...platforms.map((platform) => platform.env)) as Record<string, string>
    const service = await startService(root, environmentOf({ host, dataFolder, env }))
    closers.push(() => service.stop())
    for (const platform of platforms) await platform.connected(service)
    return await work({ host, platforms })
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}
