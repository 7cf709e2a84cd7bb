import { openTelegramDouble } from '../../kit/telegram/double.ts'
import { telegramPlatform } from '../../kit/telegram/platform.ts'
import { channelJourneys } from '../journeys.ts'

channelJourneys('telegram', async ({ now }) => telegramPlatform(await openTelegramDouble({ limits: 'off', now })))
