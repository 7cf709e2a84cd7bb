import { channelJourneys } from '../journeys.ts'
import { onGraph } from './graph.ts'

channelJourneys('whatsapp-cloud', onGraph('whatsapp-cloud'))
