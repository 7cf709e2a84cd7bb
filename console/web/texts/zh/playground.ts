import type { playground as source } from '../en/playground.ts'

export const playground: Readonly<Record<keyof typeof source, string>> = {
  'playground.about':
    '像用户那样提问：使用相同的防护、提示词和模型，但没有记忆和历史。内容不会保存；您提问这一事实会记入审计。',
  'playground.ask': '提问',
  'playground.model': '由 {model} 回复。',
  'playground.text': '消息',
  'playground.keys': 'Ctrl + Enter 发送。',
  'playground.pictures': '图片',
  'playground.pictures.hint': '最多 {count} 张，共 10 MB。',
  'playground.pictures.clear': '移除图片',
  'playground.pictures.tooMany': '最多选择 {count} 张。',
  'playground.pictures.tooLarge': '图片总计超过 10 MB。请减少数量或选择小一些的。',
  'playground.unseen': '{model} 不能查看图片',
  'playground.send': '提问',
  'playground.stop': '停止',
  'playground.waits': '正在等待首字…',
  'playground.writes': '正在写…',
  'playground.stopped': '您已停止。',
  'playground.brokenOff': '回复中断了。请检查服务是否正在运行，然后重新提问。',
  'playground.outcome.answered': '已回复',
  'playground.outcome.blocked-in': '问题被拦截',
  'playground.outcome.blocked-out': '回复被拦截',
  'playground.outcome.noticed': '未回复，改为通知',
  'playground.outcome.apologised': '未回复，改为致歉',
  'playground.firstWords': '首字 {time}',
  'playground.reason': '原因：{reason}',
}
