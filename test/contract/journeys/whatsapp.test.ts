import { unlimited } from '../../kit/doubles.ts'
import { channelJourneys } from '../journeys.ts'

channelJourneys('whatsapp', unlimited('whatsapp'))
