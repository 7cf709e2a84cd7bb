import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openGraphDouble } from '../../kit/graph/double.ts'
import type { GraphProduct } from '../../kit/graph/products.ts'
import type { OpenPlatform } from './journey.ts'

/** One of Meta's products, with what its service must find in its configuration file. */
export function onGraph(product: GraphProduct): OpenPlatform {
  return async ({ dataFolder, now }) => {
    const double = await openGraphDouble({ product, limits: 'off', now })
    // Without the platform's limits there is nothing to be paced for.
    const config = `${double.config}delivery:\n  pacing: off\n`
    await writeFile(path.join(dataFolder, 'chasqui.yaml'), config)
    return double
  }
}
