import type { tokens as source } from '../en/tokens.ts'

export const tokens: Readonly<Record<keyof typeof source, string>> = {
  'tokens.about':
    '供代替人工调用 API 的程序使用，例如 Prometheus 或备份程序。令牌不能用于账号、令牌以及需要重新验证身份的操作。',
  'tokens.make': '创建令牌',
  'tokens.makeTitle': '创建 API 令牌',
  'tokens.name': '程序名称',
  'tokens.nameHint': '显示在审计中您的名称旁边。',
  'tokens.role': '它可以做什么？',
  'tokens.never': '无论现在还是以后，都不会超出您自己账号的权限。',
  'tokens.days': '有效期',
  'tokens.dayCount.one': '{count} 天',
  'tokens.dayCount.other': '{count} 天',
  'tokens.once': '请立即复制此令牌：之后不再显示。持有者可执行其角色允许的一切操作。',
  'tokens.token': 'API 令牌',
  'tokens.of': '所属账号：',
  'tokens.expires': '到期：',
  'tokens.neverUsed': '从未使用',
  'tokens.revoke': '吊销',
  'tokens.revokeThis': '吊销 {name}',
  'tokens.revokeTitle': '吊销令牌 {name}？',
  'tokens.revokeBody': '使用它的程序会立即被拒绝。',
  'tokens.revoked': '已吊销令牌 {name}。',
  'tokens.none': '没有令牌',
  'tokens.noneYet': '程序需要令牌才能读取这里的数据，或执行角色允许的操作。',
  'tokens.useTitle': '程序如何使用',
  'tokens.use': '放在每个请求的 Authorization 标头中。API 说明见 /api/openapi.json。',
  'tokens.may.operator':
    '拥有审核员的全部权限，还可修改设置、模型和人设、设定用户限额、编辑和忘记记忆。不包括渠道和密钥。',
  'tokens.may.owner': '拥有操作员令牌的全部权限，还可查看审计和删除回执。账号、导出和删除需要由人来操作。',
}
