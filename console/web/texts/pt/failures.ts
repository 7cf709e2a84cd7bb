/** What the service says of parts that are not well, in this language: loaded once one is. */
export const failures: Readonly<Record<string, string>> = {
  'sentence.telegram.bad-token':
    'TELEGRAM_BOT_TOKEN não é um token de bot: copie-o de @BotFather; parece com 123456:AA…',
  'sentence.telegram.token-unknown':
    'O Telegram não conhece este token ({status}). Foi revogado ou digitado errado: pegue o atual em @BotFather e defina-o no console (Canais) ou como TELEGRAM_BOT_TOKEN. Se TELEGRAM_API_ROOT estiver definido, verifique-o também.',
  'sentence.telegram.other-process':
    'Outro processo usa este token de bot. Pare o outro ou dê a este serviço um bot próprio de @BotFather. ({said})',
  'sentence.discord.bad-token':
    'DISCORD_BOT_TOKEN não é um token de bot: copie-o de {portal}, seu aplicativo, Bot, Reset Token.',
  'sentence.discord.token-unknown':
    'O Discord não conhece este token: foi revogado ou digitado errado. Crie um novo em https://discord.com/developers/applications (seu aplicativo, Bot, Reset Token) e defina-o no console (Canais) ou como DISCORD_BOT_TOKEN.',
  'sentence.discord.shards-refused': 'O Discord recusa os shards: defina discord.shards como auto em chasqui.yaml.',
  'sentence.discord.too-many-servers':
    'Este bot está em mais servidores do que uma conexão atende: defina discord.shards como auto em chasqui.yaml.',
  'sentence.discord.version-over': 'O Discord não fala mais esta versão do gateway: atualize o Chasqui.',
  'sentence.discord.no-intent':
    'O Discord não deixa este bot ler mensagens. Abra {portal}, escolha o aplicativo, depois Bot, e ative MESSAGE CONTENT INTENT em Privileged Gateway Intents.',
  'sentence.discord.closed': 'O Discord encerrou a conexão de vez ({number}).',
  'sentence.meta.no-id': '{product} respondeu sem um id; verifique META_GRAPH_ROOT',
  'sentence.meta.token-refused':
    'A Meta não aceita este token ({number}): expirou ou foi revogado. Crie um novo e defina-o em {setting}.',
  'sentence.meta.no-permission':
    'A Meta respondeu {number}: {said}. Verifique as permissões do aplicativo e do token dele.',
  'sentence.meta.unauthorised': 'A Meta respondeu {number}: {said}. Crie um novo e defina-o em {setting}.',
  'sentence.meta.refused': 'A Meta respondeu {number}: {said}',
  'sentence.meta.no-json': 'A Meta respondeu {status} e nenhum JSON; verifique META_GRAPH_ROOT',
  'sentence.meta.no-app-secret':
    'META_APP_SECRET não está definido; a Meta assina com ele: copie-o do painel do aplicativo em developers.facebook.com (App settings, Basic, App secret).',
  'sentence.meta.no-verify-token':
    'META_VERIFY_TOKEN não está definido: invente um, por exemplo com openssl rand -hex 16, e dê o mesmo à Meta onde o webhook é configurado.',
  'sentence.meta.no-public-url':
    'As mensagens da Meta chegam por webhook e CHASQUI_PUBLIC_URL não está definido: defina o endereço https pelo qual a Meta alcança este serviço.',
  'sentence.meta.no-https':
    'As mensagens da Meta chegam por webhook e CHASQUI_PUBLIC_URL não é um endereço https: defina o endereço https pelo qual a Meta alcança este serviço.',
  'sentence.meta.no-cloud-token':
    'WHATSAPP_CLOUD_PHONE_ID está definido: defina também WHATSAPP_CLOUD_TOKEN, o token de acesso de um usuário do sistema com whatsapp_business_messaging.',
  'sentence.meta.no-phone-id':
    'WHATSAPP_CLOUD_TOKEN está definido: defina também WHATSAPP_CLOUD_PHONE_ID, o id do número de telefone, que o painel do aplicativo mostra em WhatsApp, API setup.',
  'sentence.call.limited.one': '{platform} não aceita mais nada por {count} s; espere esse tempo',
  'sentence.call.limited.other': '{platform} não aceita mais nada por {count} s; espere esse tempo',
  'sentence.call.refused': '{platform} recusou: {said}',
  'sentence.call.refused-by-number': '{platform} recusou ({number}): {said}',
  'sentence.call.server-error': '{platform} respondeu {status}; pode-se tentar de novo',
  'sentence.call.server-error-unknown': '{platform} respondeu {status}; a mensagem pode ou não ter sido enviada',
  'sentence.call.no-answer': 'sem resposta de {platform} ({reason}); pode-se tentar de novo',
  'sentence.call.no-answer-unknown': 'sem resposta de {platform} ({reason}); a mensagem pode ou não ter sido enviada',
  'sentence.meta.bad-phone-id':
    'O ID do número de telefone tem apenas algarismos, e não é o próprio número: o painel do aplicativo o mostra em WhatsApp, API setup.',
  'sentence.meta.unknown-phone-id':
    'Não há para este token nenhum número de telefone com o ID {id}: o painel do aplicativo o mostra em WhatsApp, API setup.',
  'sentence.meta.other-app':
    'O segredo do aplicativo não é o do aplicativo a que este token pertence. Copie-o de App settings, Basic, desse aplicativo, ou crie o token no aplicativo de que é este segredo.',
  'sentence.discord.may-not-write': 'Ele não pode escrever em {channels}: dê ao cargo dele {rights} ali.',
  'sentence.engine.stopped': 'O motor foi parado.',
  'sentence.engine.no-program': 'Falta o programa que executa os modelos: {why}',
  'sentence.engine.cannot-start': '{model} não pode ser iniciado: {said}',
  'sentence.engine.unfit': '{model} foi iniciado e não serve.',
  'sentence.host.not-yet': '{host} ainda não respondeu.',
  'sentence.host.unanswered': '{host} deixou uma pergunta sem resposta por {seconds} s.',
  'sentence.host.unreachable': '{host} não está acessível ({code}).',
  'sentence.host.broke-off': '{host} interrompeu a conexão ({code}).',
  'sentence.host.key-refused': '{host} recusa nossa chave ({said}): defina {setting}.',
  'sentence.host.key-right': '{setting} está correto?',
  'sentence.host.wants-key': 'Se ele pede uma chave, defina {setting}.',
  'sentence.host.unknown-path': '{host} não conhece o modelo ou o caminho ({said}): verifique {url} e {model}.',
  'sentence.host.other-models': 'Ele não tem o modelo "{model}", e sim {names}: defina {setting}.',
  'sentence.host.busy': '{host} está ocupado ({said}).',
  'sentence.host.failed': '{host} falhou ({said}).',
  'sentence.host.try-again': 'Pede que se tente de novo em {seconds} s.',
  'sentence.host.no-answer': '{host} não dá resposta ({said}).',
  'sentence.host.elsewhere': '{host} nos envia a outro endereço ({said}): defina {url} com ele.',
  'sentence.host.refused': '{host} recusa o pedido ({said}).',
  'sentence.host.no-json': '{host} responde com algo que não é JSON.',
  'sentence.host.web-page': '{host} responde com uma página web: verifique {setting}.',
  'sentence.host.fell-silent': '{host} ficou em silêncio por {seconds} s no meio de uma resposta.',
  'sentence.host.did-not-begin': '{host} não começou a responder em {seconds} s.',
  'sentence.host.late': '{host} não respondeu em {seconds} s.',
  'sentence.guard.no-probabilities': 'A proteção {model} não dá probabilidades de tokens: defina {setting} com outra.',
  'sentence.guard.unreadable': 'A proteção {model} não dá um veredito legível.',
  'sentence.guard.calls-unsafe-safe': 'A proteção {model} chama de seguro um texto claramente nocivo.',
  'sentence.guard.calls-safe-unsafe': 'A proteção {model} chama de nocivo um texto claramente seguro.',
  'sentence.vision.failed': 'O teste de imagens falhou: {said}',
  'sentence.vision.few-tokens': 'O teste de imagens falhou: uma imagem acrescenta só {tokens} tokens ao pedido.',
  'sentence.vision.ignored': 'O servidor aceita imagens e não olha para elas.',
  'sentence.embedder.cannot-load': '{model} não pode ser carregado. Execute npm ci e inicie de novo.',
  'sentence.embedder.no-vectors':
    '{model} não faz vetores de textos. Escolha outro ou escreva seu --pooling como serverArguments em um card.json.',
  'sentence.embedder.odd-answer': '{host} responde com algo que não é uma lista de vetores.',
  'sentence.embedder.odd-vectors': '{host} responde com {what}.',
  'sentence.database.mighty-role':
    'o papel "{role}" de DATABASE_URL é superusuário ou ignora a segurança por linha, que então não protege as memórias',
  'sentence.proxy.silent':
    'O proxy em {address} não diz por quem fala, então nenhum limite vale por rede: faça-o enviar X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
  'sentence.proxy.unnamed-here': '{setting} não indica um proxy deste computador, então nenhum limite vale por rede.',
  'sentence.disk.unknown': 'Espaço livre desconhecido.',
  'sentence.disk.unseen': 'Não se conhece o de {folders}.',
  'sentence.disk.full': 'Nada novo é recebido até haver mais (limits.diskFreeBytesMin): libere espaço.',
  'sentence.delivery.refused':
    'A plataforma recusa o token de {channels}: coloque um válido; as respostas esperam por ele.',
  'sentence.settings.unused': 'Sem uso, porque não é mais possível: {settings}; veja Configurações no console.',
  'sentence.switch.failed': '{model} não está em serviço.',
  'sentence.switch.serves': 'Quem responde é {model}.',
  'sentence.proxy.unnamed':
    'As visitas chegam por {address}, que {setting} não indica, e dividem os limites de uma só rede.',
  'sentence.proxy.name-it': 'Se esse é o seu proxy, defina {setting} como {value} no chasqui.yaml.',
  'sentence.proxy.name-it-and-send':
    'Se esse é o seu proxy, defina {setting} como {value} no chasqui.yaml e faça-o enviar X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
}
