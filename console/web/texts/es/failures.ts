/** What the service says of parts that are not well, in this language: loaded once one is. */
export const failures: Readonly<Record<string, string>> = {
  'sentence.telegram.bad-token':
    'TELEGRAM_BOT_TOKEN no es un token de bot: cópialo de @BotFather; se parece a 123456:AA…',
  'sentence.telegram.token-unknown':
    'Telegram no conoce este token ({status}). Se revocó o está mal escrito: toma el actual de @BotFather y ponlo en la consola (Canales) o como TELEGRAM_BOT_TOKEN. Si TELEGRAM_API_ROOT está puesto, compruébalo también.',
  'sentence.telegram.other-process':
    'Otro proceso usa este token de bot. Detén el otro o da a este servicio un bot propio de @BotFather. ({said})',
  'sentence.discord.bad-token':
    'DISCORD_BOT_TOKEN no es un token de bot: cópialo de {portal}, tu aplicación, Bot, Reset Token.',
  'sentence.discord.token-unknown':
    'Discord no conoce este token: se revocó o está mal escrito. Crea uno nuevo en https://discord.com/developers/applications (tu aplicación, Bot, Reset Token) y ponlo en la consola (Canales) o como DISCORD_BOT_TOKEN.',
  'sentence.discord.shards-refused': 'Discord rechaza los shards: pon discord.shards en auto en chasqui.yaml.',
  'sentence.discord.too-many-servers':
    'Este bot está en más servidores de los que atiende una conexión: pon discord.shards en auto en chasqui.yaml.',
  'sentence.discord.version-over': 'Discord ya no habla esta versión de su gateway: actualiza Chasqui.',
  'sentence.discord.no-intent':
    'Discord no deja que este bot lea mensajes. Abre {portal}, elige la aplicación, después Bot, y activa MESSAGE CONTENT INTENT en Privileged Gateway Intents.',
  'sentence.discord.closed': 'Discord cerró la conexión definitivamente ({number}).',
  'sentence.meta.no-id': '{product} respondió sin un id; comprueba META_GRAPH_ROOT',
  'sentence.meta.token-refused':
    'Meta no acepta este token ({number}): caducó o se revocó. Crea uno nuevo y ponlo en {setting}.',
  'sentence.meta.no-permission':
    'Meta respondió {number}: {said}. Comprueba los permisos de la aplicación y de su token.',
  'sentence.meta.unauthorised': 'Meta respondió {number}: {said}. Crea uno nuevo y ponlo en {setting}.',
  'sentence.meta.refused': 'Meta respondió {number}: {said}',
  'sentence.meta.no-json': 'Meta respondió {status} y nada de JSON; comprueba META_GRAPH_ROOT',
  'sentence.meta.no-app-secret':
    'META_APP_SECRET no está puesto; Meta firma con él: cópialo del panel de la aplicación en developers.facebook.com (App settings, Basic, App secret).',
  'sentence.meta.no-verify-token':
    'META_VERIFY_TOKEN no está puesto: inventa uno, por ejemplo con openssl rand -hex 16, y da el mismo a Meta donde se configura el webhook.',
  'sentence.meta.no-public-url':
    'Los mensajes de Meta llegan por webhook y CHASQUI_PUBLIC_URL no está puesto: pon la dirección https por la que Meta llega a este servicio.',
  'sentence.meta.no-https':
    'Los mensajes de Meta llegan por webhook y CHASQUI_PUBLIC_URL no es una dirección https: pon la dirección https por la que Meta llega a este servicio.',
  'sentence.meta.no-cloud-token':
    'WHATSAPP_CLOUD_PHONE_ID está puesto: pon también WHATSAPP_CLOUD_TOKEN, el token de acceso de un usuario del sistema con whatsapp_business_messaging.',
  'sentence.meta.no-phone-id':
    'WHATSAPP_CLOUD_TOKEN está puesto: pon también WHATSAPP_CLOUD_PHONE_ID, el id del número de teléfono, que el panel de la aplicación muestra en WhatsApp, API setup.',
  'sentence.call.limited.one': '{platform} no acepta nada más durante {count} s; espera ese tiempo',
  'sentence.call.limited.other': '{platform} no acepta nada más durante {count} s; espera ese tiempo',
  'sentence.call.refused': '{platform} lo rechazó: {said}',
  'sentence.call.refused-by-number': '{platform} lo rechazó ({number}): {said}',
  'sentence.call.server-error': '{platform} respondió {status}; se puede intentar de nuevo',
  'sentence.call.server-error-unknown':
    '{platform} respondió {status}; puede que el mensaje se haya enviado o puede que no',
  'sentence.call.no-answer': 'sin respuesta de {platform} ({reason}); se puede intentar de nuevo',
  'sentence.call.no-answer-unknown':
    'sin respuesta de {platform} ({reason}); puede que el mensaje se haya enviado o puede que no',
  'sentence.meta.bad-phone-id':
    'El ID del número de teléfono son solo cifras, y no el número mismo: el panel de la aplicación lo muestra en WhatsApp, API setup.',
  'sentence.meta.unknown-phone-id':
    'Para este token no hay ningún número de teléfono con el ID {id}: el panel de la aplicación lo muestra en WhatsApp, API setup.',
  'sentence.meta.other-app':
    'El secreto de la aplicación no es el de la aplicación a la que pertenece este token. Cópialo de App settings, Basic, de esa aplicación, o crea el token en la aplicación de la que es este secreto.',
  'sentence.discord.may-not-write': 'No puede escribir en {channels}: da allí a su rol {rights}.',
  'sentence.engine.stopped': 'El motor se detuvo.',
  'sentence.engine.no-program': 'Falta el programa que ejecuta los modelos: {why}',
  'sentence.engine.cannot-start': '{model} no se puede iniciar: {said}',
  'sentence.engine.unfit': '{model} se inició y no sirve.',
  'sentence.host.not-yet': '{host} aún no ha respondido.',
  'sentence.host.unanswered': '{host} dejó una pregunta sin responder durante {seconds} s.',
  'sentence.host.unreachable': 'No se puede llegar a {host} ({code}).',
  'sentence.host.broke-off': '{host} cortó la conexión ({code}).',
  'sentence.host.key-refused': '{host} rechaza nuestra clave ({said}): ajusta {setting}.',
  'sentence.host.key-right': '¿Es correcto {setting}?',
  'sentence.host.wants-key': 'Si pide una clave, ajusta {setting}.',
  'sentence.host.unknown-path': '{host} no conoce el modelo o la ruta ({said}): revisa {url} y {model}.',
  'sentence.host.other-models': 'No tiene el modelo «{model}», sino {names}: ajusta {setting}.',
  'sentence.host.busy': '{host} está ocupado ({said}).',
  'sentence.host.failed': '{host} falló ({said}).',
  'sentence.host.try-again': 'Pide que se intente de nuevo dentro de {seconds} s.',
  'sentence.host.no-answer': '{host} no da respuesta ({said}).',
  'sentence.host.elsewhere': '{host} nos envía a otra dirección ({said}): pon esa en {url}.',
  'sentence.host.refused': '{host} rechaza la petición ({said}).',
  'sentence.host.no-json': '{host} responde con algo que no es JSON.',
  'sentence.host.web-page': '{host} responde con una página web: revisa {setting}.',
  'sentence.host.fell-silent': '{host} calló durante {seconds} s en mitad de una respuesta.',
  'sentence.host.did-not-begin': '{host} no empezó a responder en {seconds} s.',
  'sentence.host.late': '{host} no respondió en {seconds} s.',
  'sentence.guard.no-probabilities': 'La protección {model} no da probabilidades de tokens: pon otra en {setting}.',
  'sentence.guard.unreadable': 'La protección {model} no da un veredicto legible.',
  'sentence.guard.calls-unsafe-safe': 'La protección {model} llama seguro a un texto claramente dañino.',
  'sentence.guard.calls-safe-unsafe': 'La protección {model} llama dañino a un texto claramente seguro.',
  'sentence.vision.failed': 'La prueba de imágenes falló: {said}',
  'sentence.vision.few-tokens': 'La prueba de imágenes falló: una imagen añade solo {tokens} tokens a la petición.',
  'sentence.vision.ignored': 'El servidor acepta imágenes y no las mira.',
  'sentence.embedder.cannot-load': '{model} no se puede cargar. Ejecuta npm ci e inicia de nuevo.',
  'sentence.embedder.no-vectors':
    '{model} no hace vectores de textos. Elige otro o escribe su --pooling como serverArguments en un card.json.',
  'sentence.embedder.odd-answer': '{host} responde con algo que no es una lista de vectores.',
  'sentence.embedder.odd-vectors': '{host} responde con {what}.',
  'sentence.database.mighty-role':
    'el rol «{role}» de DATABASE_URL es superusuario o se salta la seguridad por filas, que entonces no protege los recuerdos',
  'sentence.proxy.silent':
    'El proxy de {address} no dice por quién habla, así que ningún límite va por red: haz que envíe X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
  'sentence.proxy.unnamed-here': '{setting} no nombra a un proxy de este equipo, así que ningún límite va por red.',
  'sentence.disk.unknown': 'Espacio libre desconocido.',
  'sentence.disk.unseen': 'No se conoce el de {folders}.',
  'sentence.disk.full': 'No se recibe nada nuevo hasta que haya más (limits.diskFreeBytesMin): libera espacio.',
  'sentence.delivery.refused':
    'La plataforma rechaza el token de {channels}: pon uno válido; las respuestas lo esperan.',
  'sentence.settings.unused': 'Sin usar, porque ya no se puede: {settings}; mira Ajustes en la consola.',
  'sentence.switch.failed': '{model} no está en servicio.',
  'sentence.switch.serves': 'Responde {model}.',
  'sentence.proxy.unnamed':
    'Las visitas llegan por {address}, que {setting} no nombra, y comparten los límites de una sola red.',
  'sentence.proxy.name-it': 'Si ese es tu proxy, pon {value} en {setting} de chasqui.yaml.',
  'sentence.proxy.name-it-and-send':
    'Si ese es tu proxy, pon {value} en {setting} de chasqui.yaml y haz que envíe X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
}
