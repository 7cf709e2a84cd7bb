import type { parts as source } from '../en/parts.ts'

export const parts: Readonly<Record<keyof typeof source, string>> = {
  more: 'Lainnya',
  'said.more': 'Tampilkan semuanya',
  'said.less': 'Tampilkan lebih sedikit',
}
