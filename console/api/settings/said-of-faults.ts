import type { SettingFault } from '#core/contract/settings.ts'
import type { Said } from '#machine/sentence.ts'
import { say } from '../sentences.ts'

/** What is wrong with one setting, or with each of several by its name. */
export function saidOf(faults: readonly SettingFault[], { areNamed }: { readonly areNamed: boolean }): Said {
  const sentences = faults.map((fault) =>
    areNamed && fault.sentences ? [say('settings.named', { setting: fault.key }), ...fault.sentences] : fault.sentences,
  )
  if (sentences.every((each) => each !== undefined)) return sentences.flat()
  return faults.map(({ key, message }) => (areNamed ? `${key}: ${message}` : message)).join('\n')
}
