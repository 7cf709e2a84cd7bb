import type { takeOver as source } from '../en/take-over.ts'

export const takeOver: Readonly<Record<keyof typeof source, string>> = {
  'takeOver.title': 'Quién responde',
  'takeOver.about':
    'Aquí responde el asistente. Toma el control para responder como persona: el asistente se detiene y se avisa a la gente.',
  'takeOver.take': 'Tomar el control',
  'takeOver.takeFrom': 'Quitarle el control',
  'takeOver.from': '¿Quitarle el control a {name}?',
  'takeOver.from.about': '{name} ya no podrá escribir aquí. Lo que ha enviado se queda.',
  'takeOver.somebody': 'Alguien',
  'takeOver.yours': 'Respondes tú',
  'takeOver.theirs': 'Responde {name}',
  'takeOver.since': 'Desde',
  'takeOver.unanswered': '{count} sin responder',
  'takeOver.left.minutes.one': 'Vuelve al asistente tras {count} minuto más de silencio',
  'takeOver.left.minutes.other': 'Vuelve al asistente tras {count} minutos más de silencio',
  'takeOver.left.seconds.one': 'Vuelve al asistente tras {count} segundo más de silencio',
  'takeOver.left.seconds.other': 'Vuelve al asistente tras {count} segundos más de silencio',
  'takeOver.handBack': 'Devolver',
  'takeOver.handedBack': 'El asistente vuelve a responder aquí, también lo que quedó sin respuesta.',
  'takeOver.waiting': 'Esperan tu respuesta',
  'takeOver.waiting.none': 'Nada espera respuesta.',
  'takeOver.waiting.more': 'Hay más. Tu mensaje responde a los que ves.',
  'takeOver.message': 'Tu mensaje',
  'takeOver.message.about':
    'Se marca como escrito por una persona, sin tu nombre. La protección lo juzga antes de enviarlo.',
  'takeOver.length': '{count} de {most}',
  'takeOver.send': 'Enviar',
  'takeOver.keys': 'Ctrl ⏎',
  'takeOver.sent': 'Se entregará como cualquier respuesta.',
  'takeOver.held': 'Ahora no respondes tú. Lo que escribiste se queda.',
  'takeOver.windowClosed':
    'La plataforma no acepta mensajes ahora: hace demasiado que nadie escribe. Espera a que lo hagan.',
  'takeOver.blocked': 'La protección lo bloqueó: {hazards}',
  'takeOver.blocked.what':
    'No se envió nada. Dilo de otra manera; se juzga junto con lo que se preguntó. O devuelve la conversación.',
}
