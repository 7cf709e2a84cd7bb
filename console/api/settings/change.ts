import type { RunTimeSettings, SettingChange, SettingFault } from '#core/contract/settings.ts'
import { ConsoleError } from '../console-error.ts'
import type { SettingsChangedForm, SettingsForm } from '../forms/settings.ts'

type Changing = { readonly by: string; readonly secrets: 'only' | 'none' }

/** @throws {ConsoleError} where nothing was changed: it says why */
export async function changeSettings(
  settings: RunTimeSettings,
  changes: readonly SettingChange[],
  { by, secrets }: Changing,
): Promise<SettingsChangedForm> {
  const before = await settings.list()
  const isSecret = (key: string) => before.find((one) => one.key === key)?.form.type === 'secret'
  if (changes.some(({ key }) => isSecret(key) !== (secrets === 'only'))) throw wrongRoute(secrets)
  const changed = await settings.change(changes, by)
  switch (changed.outcome) {
    case 'changed':
      return { ...(await settingsNow(settings)), waitsForStart: changed.waitsForStart }
    case 'conflict':
      throw new ConsoleError('conflict', CONFLICT, { now: await settingsNow(settings) })
    case 'refused':
      throw new ConsoleError('bad-request', wordsFor(changed.faults, changes.length))
    default:
      return changed satisfies never
  }
}

const wordsFor = (faults: readonly SettingFault[], changes: number) =>
  faults.map(({ key, message }) => (changes === 1 ? message : `${key}: ${message}`)).join('\n')

const CONFLICT = 'Somebody else has changed this meanwhile. Look at what it is now, then save once more.'

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
