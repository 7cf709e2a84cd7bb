import type { parts as source } from '../en/parts.ts'

export const parts: Readonly<Record<keyof typeof source, string>> = {
  more: '更多',
  'said.more': '显示全部',
  'said.less': '收起',
}
