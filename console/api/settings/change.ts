import type { RunTimeSettings, SettingChange, SettingState } from '#core/contract/settings.ts'
import type { ServiceParts } from '../../deps.ts'
import { requireFreshProof } from '../checks.ts'
import { ConsoleError } from '../console-error.ts'
import {
  settingsRefusalForm,
  type SettingsChangedForm,
  type SettingsConflictForm,
  type SettingsForm,
} from '../forms/settings.ts'
import type { RouteDeps } from '../route.ts'
import type { Session } from '../sessions.ts'
import { say } from '../sentences.ts'
import { saidOf } from './said-of-faults.ts'

type Changing = {
  readonly session: Session
  readonly checkAgain: () => Promise<void>
  /** With a fresh proof also secrets are changed, among others. */
  readonly mayChangeSecrets: boolean
  readonly deps: Pick<RouteDeps, 'clock'> & {
    readonly service: Pick<ServiceParts, 'settings' | 'channelSetUp' | 'models'>
  }
}

/** @throws {ConsoleError} where nothing was changed: it says why */
export async function changeSettings(
  changes: readonly SettingChange[],
  { session, checkAgain, mayChangeSecrets, deps }: Changing,
): Promise<SettingsChangedForm> {
  const { settings, channelSetUp, models } = deps.service
  const before = await settings.list()
  const isSecret = (key: string) => before.find((one) => one.key === key)?.form.type === 'secret'
  if (changes.some(({ key }) => isSecret(key)) !== mayChangeSecrets) throw wrongRoute(mayChangeSecrets)
  const ofChannels = settingsOfChannels(channelSetUp)
  // By what holds when the change begins: one that was under way may have made a guard stronger.
  const permit = async () => {
    await checkAgain()
    const now = await settings.list()
    const needsProof =
      changes.some((each) => ofChannels.has(each.key) || isDeleting(each, now)) ||
      (await weakensGuard(changes, { before: now, models }))
    if (needsProof) requireFreshProof(session, deps)
  }
  const changed = await settings.change(changes, session.account.id, permit)
  switch (changed.outcome) {
    case 'changed':
      return { ...(await settingsNow(settings)), waitsForStart: changed.waitsForStart }
    case 'conflict':
      throw new ConsoleError('conflict', CONFLICT, { now: await conflictNow(settings, changed.keys) })
    case 'refused':
      throw new ConsoleError('bad-request', saidOf(changed.faults, { areNamed: changes.length > 1 }), {
        now: settingsRefusalForm.parse({ faults: changed.faults }),
      })
    default:
      return changed satisfies never
  }
}

/** They open and close channels, for which the page of channels asks for a proof as well. */
const settingsOfChannels = ({ guides }: ServiceParts['channelSetUp']): ReadonlySet<string | undefined> =>
  new Set(Object.values(guides).flatMap((guide) => [guide.switch, ...guide.steps.map(({ setting }) => setting)]))

function isDeleting({ key, value }: SettingChange, before: readonly SettingState[]): boolean {
  const now = before.find((one) => one.key === key)
  return now?.lessDeletes === true && Number(value ?? now.without) < Number(now.value)
}

const MODEL = 'engine.model'

/** The page of models asks for a proof as well. */
async function weakensGuard(
  changes: readonly SettingChange[],
  { before, models }: { before: readonly SettingState[] } & Pick<ServiceParts, 'models'>,
): Promise<boolean> {
  const change = changes.find(({ key }) => key === MODEL)
  const model = change && (change.value ?? before.find(({ key }) => key === MODEL)?.without)
  return typeof model === 'string' && (await models.lostBy(model)).length > 0
}

const conflictNow = async (settings: RunTimeSettings, keys: readonly string[]): Promise<SettingsConflictForm> => ({
  ...(await settingsNow(settings)),
  keys: [...keys],
})

const CONFLICT = say('settings.changed')

const wrongRoute = (mayChangeSecrets: boolean) =>
  new ConsoleError(
    'bad-request',
    mayChangeSecrets
      ? 'No secret is among them. Send them to /api/settings.'
      : 'Secrets are changed with a fresh proof of who you are. Send them, and what is changed with them, to /api/settings/secrets.',
  )

export const settingsNow = async (settings: RunTimeSettings): Promise<SettingsForm> => ({
  settings: (await settings.list()).map((state) => {
    const { form, value, without, goesWith, ...of } = state
    return {
      ...of,
      form: form.type === 'choice' ? { ...form, of: [...form.of] } : form,
      ...(goesWith && { goesWith: [...goesWith] }),
      ...(value !== undefined && { value: plain(value) }),
      ...(without !== undefined && { without: plain(without) }),
    }
  }),
})

const plain = (value: string | number | boolean | readonly string[]) => (typeof value === 'object' ? [...value] : value)
