import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALWAYS, killAt, MOMENTS, momentsOn, openMoments, type Recovery } from '../../crash/moments.ts'
import { toldTo, type PlatformStage } from '../../crash/stage.ts'
import type { OpenPlatform } from '../../kit/doubles.ts'
import type { PlatformDouble } from '../../kit/platform.ts'
import { temporaryFolder } from '../../kit/product.ts'
import { requires } from './journey.ts'

/** One `kill -9`, while the service is at another moment with each of several people. */
export function channelCrashes(name: string, open: OpenPlatform): void {
  describe(`${name}, when the service is killed`, () => {
    let platform: PlatformDouble
    let dataFolder: string
    let stage: PlatformStage | undefined
    let recovery: Recovery | undefined

    beforeAll(async () => {
      dataFolder = await temporaryFolder('journey')
      platform = await open({ dataFolder, now: Date.now })
      const moments = momentsOn(platform)
      if (moments.length === 0) return
      stage = await openMoments(platform, dataFolder)
      recovery = await killAt(moments, stage, (moment) => platform.person(moment.name))
      stage.recovered('everybody answered')
    }, 90_000)
    afterAll(async () => {
      await (stage ?? platform)?.[Symbol.asyncDispose]()
      // A browser that ends with its service may still write.
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 10 })
    })

    test.for(MOMENTS)('at $name: $holds', ({ name: moment, needs, permitted }, context) => {
      requires(context, platform, ...ALWAYS, ...needs)
      expect(permitted).toContainEqual(toldTo(platform.person(moment)))
    })

    test('no browser of it stays', ({ skip }) => {
      if (!recovery?.browsers) return skip('this channel needs no browser')
      expect(recovery.browsersLeft).toBe(0)
    })
  })
}
