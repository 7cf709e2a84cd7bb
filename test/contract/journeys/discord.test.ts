import { openDiscordDouble } from '../../kit/discord/double.ts'
import { channelJourneys } from '../journeys.ts'

channelJourneys('discord', async ({ now }) => await openDiscordDouble({ limits: 'off', now }))
