import type { parts as source } from '../en/parts.ts'

export const parts: Readonly<Record<keyof typeof source, string>> = {
  more: 'और',
  'said.more': 'पूरा दिखाएं',
  'said.less': 'कम दिखाएं',
}
