import type { SettingFault } from '#core/contract/settings.ts'
import type { Sentence } from '#machine/sentence.ts'

/** Of all of them; undefined where one has English words alone, or none was found. */
export function sentencesOfFaults(faults: readonly Pick<SettingFault, 'sentences'>[]): readonly Sentence[] | undefined {
  const all = faults.map(({ sentences }) => sentences)
  return all.every((each) => each !== undefined) ? all.flat() : undefined
}
