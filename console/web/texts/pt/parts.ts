import type { parts as source } from '../en/parts.ts'

export const parts: Readonly<Record<keyof typeof source, string>> = {
  more: 'Mais',
  'said.more': 'Mostrar tudo',
  'said.less': 'Mostrar menos',
}
