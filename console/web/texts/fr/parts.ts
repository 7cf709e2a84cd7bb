import type { parts as source } from '../en/parts.ts'

export const parts: Readonly<Record<keyof typeof source, string>> = {
  more: 'Plus',
  'said.more': 'Tout afficher',
  'said.less': 'Afficher moins',
}
