import { openTerminalPlatform } from '../../kit/terminal/platform.ts'
import { channelJourneys } from '../journeys.ts'

channelJourneys('the terminal', ({ dataFolder }) => openTerminalPlatform(dataFolder))
