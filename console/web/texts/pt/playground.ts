import type { playground as source } from '../en/playground.ts'

export const playground: Readonly<Record<keyof typeof source, string>> = {
  'playground.about':
    'Pergunte o que uma pessoa perguntaria: a mesma proteção, o mesmo prompt e o mesmo modelo, mas sem memória nem histórico. Nada disso é mantido; que você perguntou fica na auditoria.',
  'playground.ask': 'Pergunta',
  'playground.model': 'Respondido por {model}.',
  'playground.text': 'Mensagem',
  'playground.keys': 'Ctrl + Enter envia.',
  'playground.pictures': 'Imagens',
  'playground.pictures.hint': 'Até {count}, 10 MB no total.',
  'playground.pictures.clear': 'Remover as imagens',
  'playground.pictures.tooMany': 'Escolha no máximo {count}.',
  'playground.pictures.tooLarge': 'Elas passam de 10 MB. Escolha menos imagens ou imagens menores.',
  'playground.unseen': '{model} não vê imagens',
  'playground.send': 'Perguntar',
  'playground.stop': 'Parar',
  'playground.waits': 'Esperando as primeiras palavras…',
  'playground.writes': 'Escrevendo…',
  'playground.stopped': 'Você interrompeu.',
  'playground.brokenOff': 'A resposta foi cortada. Verifique se o serviço está funcionando e pergunte de novo.',
  'playground.outcome.answered': 'Respondida',
  'playground.outcome.blocked-in': 'A pergunta foi bloqueada',
  'playground.outcome.blocked-out': 'A resposta foi bloqueada',
  'playground.outcome.noticed': 'Um aviso em vez de uma resposta',
  'playground.outcome.apologised': 'Um pedido de desculpas em vez de uma resposta',
  'playground.firstWords': 'primeiras palavras após {time}',
  'playground.reason': 'Motivo: {reason}',
}
