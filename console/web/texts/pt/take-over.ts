import type { takeOver as source } from '../en/take-over.ts'

export const takeOver: Readonly<Record<keyof typeof source, string>> = {
  'takeOver.title': 'Quem responde',
  'takeOver.about':
    'O assistente responde aqui. Assuma para responder como pessoa: ele pausa, e as pessoas são avisadas.',
  'takeOver.take': 'Assumir',
  'takeOver.takeFrom': 'Assumir no lugar',
  'takeOver.from': 'Assumir no lugar de {name}?',
  'takeOver.from.about': '{name} não poderá mais escrever aqui. O que já enviou continua.',
  'takeOver.somebody': 'Alguém',
  'takeOver.yours': 'Você responde aqui',
  'takeOver.theirs': '{name} responde aqui',
  'takeOver.since': 'Assumida',
  'takeOver.unanswered': '{count} sem resposta',
  'takeOver.left.minutes.one': 'Volta ao assistente após mais {count} minuto de silêncio',
  'takeOver.left.minutes.other': 'Volta ao assistente após mais {count} minutos de silêncio',
  'takeOver.left.seconds.one': 'Volta ao assistente após mais {count} segundo de silêncio',
  'takeOver.left.seconds.other': 'Volta ao assistente após mais {count} segundos de silêncio',
  'takeOver.handBack': 'Devolver',
  'takeOver.handedBack': 'O assistente responde aqui de novo, também ao que ficou sem resposta.',
  'takeOver.waiting': 'Esperando a sua resposta',
  'takeOver.waiting.none': 'Nada espera resposta.',
  'takeOver.waiting.more': 'Há mais. A sua mensagem responde às que você vê.',
  'takeOver.message': 'Sua mensagem',
  'takeOver.message.about': 'Marcada como escrita por uma pessoa, sem o seu nome. A proteção a avalia antes do envio.',
  'takeOver.length': '{count} de {most}',
  'takeOver.send': 'Enviar',
  'takeOver.keys': 'Ctrl ⏎',
  'takeOver.sent': 'Será entregue como qualquer resposta.',
  'takeOver.held': 'Agora não é você quem responde aqui. O que você digitou continua.',
  'takeOver.windowClosed':
    'A plataforma não aceita mensagens agora: faz tempo demais que ninguém escreve. Espere até alguém escrever.',
  'takeOver.blocked': 'A proteção bloqueou: {hazards}',
  'takeOver.blocked.what':
    'Nada foi enviado. Diga de outra forma; a mensagem é avaliada junto com o que foi perguntado. Ou devolva a conversa.',
}
