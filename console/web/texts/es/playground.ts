import type { playground as source } from '../en/playground.ts'

export const playground: Readonly<Record<keyof typeof source, string>> = {
  'playground.about':
    'Pregunta lo que preguntaría una persona: la misma protección, las mismas instrucciones y el mismo modelo, pero sin memoria ni historial. No se guarda nada; que preguntaste queda en la auditoría.',
  'playground.ask': 'Pregunta',
  'playground.model': 'Responde {model}.',
  'playground.text': 'Mensaje',
  'playground.keys': 'Se envía con Ctrl + Intro.',
  'playground.pictures': 'Imágenes',
  'playground.pictures.hint': 'Hasta {count}, 10 MB en total.',
  'playground.pictures.clear': 'Quitar las imágenes',
  'playground.pictures.tooMany': 'Elige {count} como máximo.',
  'playground.pictures.tooLarge': 'Tienen más de 10 MB. Elige menos o más pequeñas.',
  'playground.unseen': '{model} no ve imágenes',
  'playground.send': 'Preguntar',
  'playground.stop': 'Detener',
  'playground.waits': 'Esperando las primeras palabras…',
  'playground.writes': 'Escribiendo…',
  'playground.stopped': 'Lo detuviste.',
  'playground.brokenOff': 'La respuesta se interrumpió. Comprueba que el servicio funciona y pregunta de nuevo.',
  'playground.outcome.answered': 'Respondida',
  'playground.outcome.blocked-in': 'Se bloqueó la pregunta',
  'playground.outcome.blocked-out': 'Se bloqueó la respuesta',
  'playground.outcome.noticed': 'Un aviso en lugar de una respuesta',
  'playground.outcome.apologised': 'Una disculpa en lugar de una respuesta',
  'playground.firstWords': 'primeras palabras en {time}',
  'playground.reason': 'Motivo: {reason}',
}
