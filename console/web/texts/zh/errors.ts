import type { errors as source } from '../en/errors.ts'

export const errors: Readonly<Record<keyof typeof source, string>> = {
  'error.bad-request': '服务未接受此请求。请检查输入的内容。',
  'error.signed-out': '您尚未登录。请先登录。',
  'error.credentials-wrong': '信息有误。请检查输入的内容。',
  'error.code-needed': '还需要身份验证器应用中的验证码。',
  'error.link-unknown': '此链接已失效。请重新索取。',
  'error.role-missing': '您的角色无权执行此操作。请联系本服务的所有者。',
  'error.step-up-needed': '请确认是您本人。重试并输入密码。',
  'error.origin-refused': '服务只接受来自自身页面的更改。请重新加载页面。',
  'error.not-found': '内容已不存在。请重新加载页面。',
  'error.conflict': '其他人刚刚做了更改。请重新加载页面，查看后再试。',
  'error.blocked': '已被防护拦截，未做任何更改。请换一种写法。',
  'error.too-large': '内容过大。请换小一些的。',
  'error.too-many': '尝试次数过多。请稍候再试。',
  'error.unavailable': '服务暂时无法完成此操作。请稍后重试。',
  'error.unreachable': '服务无响应。请检查它是否正在运行。',
  'error.internal': '出错了。原因见服务日志。',
}
