import type { parts as source } from '../en/parts.ts'

export const parts: Readonly<Record<keyof typeof source, string>> = {
  more: 'Más',
  'said.more': 'Mostrar todo',
  'said.less': 'Mostrar menos',
}
