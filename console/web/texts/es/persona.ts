import type { persona as source } from '../en/persona.ts'

export const persona: Readonly<Record<keyof typeof source, string>> = {
  'persona.about':
    'Cómo se llama el bot y cómo suena. No cambia ninguna de sus reglas: sigue respondiendo en el idioma de quien escribe y no inventa nada.',
  'persona.words': 'Nombre y tono',
  'persona.words.about': 'Valen desde la próxima respuesta, para todas las personas.',
  'persona.name': 'Nombre',
  'persona.name.hint': 'Si está vacío, el bot se llama Chasqui.',
  'persona.tone': 'Tono',
  'persona.tone.hint':
    'Unas frases cortas, por ejemplo: Alegre y breve. Habla con sencillez. Si está vacío, el bot es cálido y amable.',
  'persona.tokens': '{tokens} de {max} tokens',
  'persona.tokens.unknown': 'Como máximo {max} tokens. Se cuentan cuando el modelo está listo.',
  'persona.tokens.tooMany': 'Acorta el tono: cada respuesta cuesta estos tokens.',
  'persona.save': 'Guardar',
  'persona.discard': 'Descartar',
  'persona.saving': 'La protección lo mira primero.',
  'persona.saved': 'Guardado. Vale desde la próxima respuesta.',
  'persona.ignored': '{model} no admite una personalidad',
  'persona.ignored.why':
    'Responde igual con ella que sin ella. Lo que guardes aquí se usa en cuanto responda otro modelo.',
  'persona.long': 'Demasiado largo para {model}',
  'persona.long.why': 'Este modelo cuenta más tokens que el anterior: las últimas frases del tono se omiten. Acórtalo.',
  'persona.none': 'ninguno',
  'persona.try': 'Probar',
  'persona.try.about':
    'Una respuesta con lo que está arriba, guardado o no. Se juzga como todas las respuestas y no se guarda nada.',
  'persona.try.text': 'Mensaje',
  'persona.try.first': '¡Hola! ¿Quién eres y qué sabes hacer?',
  'persona.history': 'Historial',
  'persona.history.about':
    'Todos los cambios, primero el más reciente. Para deshacer uno, recupera una versión anterior.',
  'persona.history.none': 'Todavía no se ha cambiado nada',
  'persona.history.noneYet': 'El bot se llama Chasqui y suena como suena por sí mismo. Cada cambio aparecerá aquí.',
  'persona.version': 'Versión {version}',
  'persona.version.now': 'Ahora',
  'persona.version.by': 'de {name}',
  'persona.version.byNobody': 'de una cuenta que ya no existe',
  'persona.version.back': 'Recuperar',
  'persona.version.backOf': 'Recuperar la versión {version}',
  'persona.version.default': 'Volver al nombre y tono originales',
  'persona.version.isDefault': 'El nombre y el tono propios del bot',
  'persona.lose.title': '¿Recuperarla?',
  'persona.lose.body': 'Se perderá lo que escribiste sin guardar.',
}
