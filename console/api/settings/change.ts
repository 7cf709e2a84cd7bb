import type { RunTimeSettings, SettingChange, SettingFault, SettingState } from '#core/contract/settings.ts'
import type { ServiceParts } from '../../deps.ts'
import { requireFreshProof } from '../checks.ts'
import { ConsoleError } from '../console-error.ts'
import type { SettingsChangedForm, SettingsForm } from '../forms/settings.ts'
import type { RouteDeps } from '../route.ts'
import type { Session } from '../sessions.ts'
import { say } from '../sentences.ts'
import { sentencesOfFaults } from './fault-sentences.ts'

type Changing = {
  readonly session: Session
  readonly secrets: 'only' | 'none'
  readonly deps: Pick<RouteDeps, 'clock'> & { readonly service: Pick<ServiceParts, 'settings' | 'channelSetUp'> }
}

/** @throws {ConsoleError} where nothing was changed: it says why */
export async function changeSettings(
  changes: readonly SettingChange[],
  { session, secrets, deps }: Changing,
): Promise<SettingsChangedForm> {
  const { settings, channelSetUp } = deps.service
  const before = await settings.list()
  const isSecret = (key: string) => before.find((one) => one.key === key)?.form.type === 'secret'
  if (changes.some(({ key }) => isSecret(key) !== (secrets === 'only'))) throw wrongRoute(secrets)
  const ofChannels = settingsOfChannels(channelSetUp)
  if (changes.some((each) => ofChannels.has(each.key) || isDeleting(each, before))) requireFreshProof(session, deps)
  const changed = await settings.change(changes, session.account.id)
  switch (changed.outcome) {
    case 'changed':
      return { ...(await settingsNow(settings)), waitsForStart: changed.waitsForStart }
    case 'conflict':
      throw new ConsoleError('conflict', CONFLICT, { now: await settingsNow(settings) })
    case 'refused':
      throw new ConsoleError(
        'bad-request',
        sentencesOfFaults(changed.faults) ?? wordsFor(changed.faults, changes.length),
      )
    default:
      return changed satisfies never
  }
}

/** They open and close channels, for which the page of channels asks for a proof as well. */
const settingsOfChannels = ({ guides }: ServiceParts['channelSetUp']): ReadonlySet<string | undefined> =>
  new Set(Object.values(guides).flatMap(({ steps }) => steps.map(({ setting }) => setting)))

function isDeleting({ key, value }: SettingChange, before: readonly SettingState[]): boolean {
  const now = before.find((one) => one.key === key)
  return now?.lessDeletes === true && Number(value ?? now.without) < Number(now.value)
}

const wordsFor = (faults: readonly SettingFault[], changes: number) =>
  faults.map(({ key, message }) => (changes === 1 ? message : `${key}: ${message}`)).join('\n')

const CONFLICT = say('settings.changed')

const wrongRoute = (secrets: Changing['secrets']) =>
  new ConsoleError(
    'bad-request',
    secrets === 'only'
      ? 'Only secrets are changed here. Send the others to /api/settings.'
      : 'Secrets are changed with a fresh proof of who you are. Send them to /api/settings/secrets.',
  )

export const settingsNow = async (settings: RunTimeSettings): Promise<SettingsForm> => ({
  settings: (await settings.list()).map((state) => {
    const { form, value, without, ...of } = state
    return {
      ...of,
      form: form.type === 'choice' ? { ...form, of: [...form.of] } : form,
      ...(value !== undefined && { value: plain(value) }),
      ...(without !== undefined && { without: plain(without) }),
    }
  }),
})

const plain = (value: string | number | boolean | readonly string[]) => (typeof value === 'object' ? [...value] : value)
