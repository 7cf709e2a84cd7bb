import type { hazards as source } from '../en/hazards.ts'

export const hazards: Readonly<Record<keyof typeof source, string>> = {
  'hazard.S1': '暴力犯罪',
  'hazard.S2': '非暴力犯罪',
  'hazard.S3': '性犯罪',
  'hazard.S4': '儿童性剥削',
  'hazard.S5': '诽谤',
  'hazard.S6': '专业建议',
  'hazard.S7': '隐私',
  'hazard.S8': '知识产权',
  'hazard.S9': '大规模杀伤性武器',
  'hazard.S10': '仇恨',
  'hazard.S11': '自杀与自残',
  'hazard.S12': '色情内容',
  'hazard.S13': '选举',
  'hazard.S14': '滥用代码解释器',
  'hazard.hidden-text': '用不可见字符隐藏的文字',
  'hazard.bidi-override': '大量文字方向控制符',
  'hazard.control-characters': '原始控制字符',
}
