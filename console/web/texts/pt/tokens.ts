import type { tokens as source } from '../en/tokens.ts'

export const tokens: Readonly<Record<keyof typeof source, string>> = {
  'tokens.about':
    'Para programas que usam a API no lugar de uma pessoa, como o Prometheus ou um backup. Um token nunca basta para contas, tokens e o que pede uma confirmação recente.',
  'tokens.make': 'Criar token',
  'tokens.makeTitle': 'Criar um token de API',
  'tokens.name': 'Nome do programa',
  'tokens.nameHint': 'Aparece na auditoria ao lado do seu nome.',
  'tokens.role': 'O que ele pode fazer?',
  'tokens.never': 'Nunca mais do que a sua própria conta, agora ou depois.',
  'tokens.days': 'Expira após',
  'tokens.dayCount.one': '{count} dia',
  'tokens.dayCount.other': '{count} dias',
  'tokens.once':
    'Copie este token agora: ele não será mostrado de novo. Quem o tiver pode fazer o que a função permite.',
  'tokens.token': 'Token de API',
  'tokens.of': 'de',
  'tokens.expires': 'Expira',
  'tokens.neverUsed': 'Nunca usado',
  'tokens.revoke': 'Revogar',
  'tokens.revokeThis': 'Revogar {name}',
  'tokens.revokeTitle': 'Revogar o token {name}?',
  'tokens.revokeBody': 'O programa que o usa é recusado na hora.',
  'tokens.revoked': 'O token {name} foi revogado.',
  'tokens.none': 'Nenhum token',
  'tokens.noneYet': 'Um programa precisa de um para ler números aqui ou fazer o que uma função permite.',
  'tokens.useTitle': 'Como um programa o usa',
  'tokens.use': 'No cabeçalho Authorization de cada requisição. A API é descrita em /api/openapi.json.',
  'tokens.may.operator':
    'Tudo o que um moderador pode, e também altera configurações, modelos e a persona, define limites de pessoas e edita e esquece memórias. Nem canais nem segredos.',
  'tokens.may.owner':
    'Tudo o que o token de um operador pode, e também lê a auditoria e os comprovantes de exclusão. Contas, exportações e exclusões precisam de uma pessoa.',
}
