import { channelJourneys } from '../journeys.ts'
import { onGraph } from './graph.ts'

channelJourneys('instagram', onGraph('instagram'))
