import { unlimited } from '../../kit/doubles.ts'
import { channelJourneys } from '../journeys.ts'

channelJourneys('discord', unlimited('discord'))
