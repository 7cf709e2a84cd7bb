import type { errors as source } from '../en/errors.ts'

export const errors: Readonly<Record<keyof typeof source, string>> = {
  'error.bad-request': 'O serviço não aceitou isso. Confira o que você digitou.',
  'error.signed-out': 'Você não está conectado. Entre primeiro.',
  'error.credentials-wrong': 'Não está correto. Confira o que você digitou.',
  'error.code-needed': 'Também é preciso um código do seu aplicativo autenticador.',
  'error.link-unknown': 'Este link não funciona mais. Peça outro.',
  'error.role-missing': 'A sua função não permite isso. Fale com um proprietário deste serviço.',
  'error.step-up-needed': 'Confirme que é você. Tente de novo e digite a sua senha.',
  'error.origin-refused': 'O serviço só aceita alterações feitas nas próprias páginas. Recarregue a página.',
  'error.not-found': 'Isso não existe mais. Recarregue a página.',
  'error.conflict': 'Outra pessoa alterou isso enquanto isso. Recarregue a página e veja antes de tentar de novo.',
  'error.blocked': 'A proteção bloqueou isso, e nada foi alterado. Escreva de outra forma.',
  'error.too-large': 'É grande demais. Tente algo menor.',
  'error.too-many': 'Tentativas demais. Espere um momento e tente de novo.',
  'error.unavailable': 'O serviço não pode fazer isso agora. Tente de novo daqui a pouco.',
  'error.unreachable': 'O serviço não responde. Verifique se ele está funcionando.',
  'error.internal': 'Algo deu errado. O log do serviço diz o quê.',
}
