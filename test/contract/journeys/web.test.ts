import { openWebPlatform } from '../../kit/web/platform.ts'
import { channelJourneys } from '../journeys.ts'

channelJourneys('the web page', () => openWebPlatform())
