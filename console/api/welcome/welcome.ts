import type { Channel } from '#core/contract/channel.ts'
import type { ServiceParts } from '../../deps.ts'
import type { ConsolePool } from '../console-pool.ts'
import { WELCOME_STEPS, type WelcomeForm, type WelcomeStep } from '../forms/welcome.ts'
import { firstMessage } from './first-message.ts'

/** Of the audit: its rows are what is known of how far the first run has come. */
export const PASSED = 'welcome.pass'

type WelcomeDeps = {
  readonly pool: ConsolePool
  readonly service: Pick<ServiceParts, 'channelSetUp' | 'publicUrl'>
}

export async function welcomeNow({ pool, service }: WelcomeDeps): Promise<WelcomeForm> {
  const [passed, first] = await Promise.all([passedSteps(pool), firstMessage(pool)])
  const channels = service.channelSetUp.open().filter(({ name }) => name !== 'terminal')
  const isOnlyPage = channels.every(({ name }) => name === 'web')
  // Who was answered may leave by another way than the button that says so.
  const isDone = (step: WelcomeStep) => passed.has(step) || (step === 'message' && first?.state === 'answered')
  const next = WELCOME_STEPS.find((step) => !isDone(step))
  return {
    isOpen: isOnlyPage && next !== undefined && !passed.has('all') && !passed.has('message'),
    step: next ?? 'message',
    channels: channels.map((channel) => channelForm(channel, service.publicUrl())),
    ...(first && { first }),
  }
}

export async function passedSteps(pool: ConsolePool): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ target: string }>(PASSED_STEPS, [PASSED])
  return new Set(rows.map(({ target }) => target))
}

function channelForm(channel: Channel, publicUrl: string | undefined): WelcomeForm['channels'][number] {
  const { name: platform } = channel
  const { state, detail, sentences } = channel.health()
  const url = linkTo(platform, detail, publicUrl)
  return { platform, state, detail, sentences, ...(url !== undefined && { url }) }
}

/** Where the platform has addresses that open a chat with the bot. */
function linkTo(platform: Channel['name'], detail: string, publicUrl: string | undefined): string | undefined {
  if (platform === 'web') return publicUrl
  const [, botName] = platform === 'telegram' ? (/^@(\w+)/.exec(detail) ?? []) : []
  return botName && `https://t.me/${botName}`
}

const PASSED_STEPS = `select distinct target from console_audit where action = $1 and outcome = 'done' and target is not null`
