import type { parts as source } from '../en/parts.ts'

export const parts: Readonly<Record<keyof typeof source, string>> = {
  more: 'Mehr',
  'said.more': 'Alles anzeigen',
  'said.less': 'Weniger anzeigen',
}
