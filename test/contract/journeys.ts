import { answerJourneys } from './journeys/answers.ts'
import { askingJourneys } from './journeys/asking.ts'
import { changeJourneys } from './journeys/changes.ts'
import { channelCrashes } from './journeys/crashes.ts'
import { deliveryJourneys } from './journeys/delivery.ts'
import { describeJourney } from './journeys/journey.ts'
import type { OpenPlatform } from '../kit/doubles.ts'

/**
 * What people do on every channel, over the whole service: `open` makes the platform's double. A case that the platform
 * does not allow is skipped with its reason.
 */
export function channelJourneys(name: string, open: OpenPlatform): void {
  describeJourney(`${name}, with the whole service`, open, (journey) => {
    askingJourneys(journey)
    answerJourneys(journey)
    changeJourneys(journey)
    deliveryJourneys(journey)
  })
  channelCrashes(name, open)
}
