/** What else the service says with a code, in this language. */
export const sentences: Readonly<Record<string, string>> = {
  'sentence.conversation.gone': 'Esta conversa não existe. A pessoa pode ter sido apagada.',
  'sentence.picture.gone': 'Esta imagem não está mais guardada.',
  'sentence.group.gone': 'Este grupo não é mais conhecido. Recarregue a página.',
  'sentence.group.changed': 'Outra pessoa escolheu outro modo para este grupo nesse meio-tempo. Ele aparece agora.',
  'sentence.group.private': 'Este é um chat privado: tudo o que se escreve nele é para o bot.',
  'sentence.group.too-many': 'Grupos demais têm um modo próprio. Deixe alguns seguirem o padrão.',
  'sentence.group.default-changed':
    'Outra pessoa alterou o padrão nesse meio-tempo. Ele aparece agora; escolha de novo se ainda quiser.',
  'sentence.channel.changed':
    'Outra pessoa alterou este canal nesse meio-tempo. Ele aparece como está agora; salve de novo se ainda quiser.',
  'sentence.channel.off': 'Este canal está desligado. Ligue-o primeiro.',
  'sentence.list.part-gone': 'Esta parte da lista não existe mais. Recarregue a página.',
  'sentence.take-over.blocked': 'A proteção bloqueou esta mensagem. Nada foi enviado: diga de outra forma.',
  'sentence.take-over.unjudged':
    'Nenhuma proteção conseguiu avaliar esta mensagem, então nada foi enviado. Tente de novo daqui a pouco: npm run doctor diz o que está errado.',
  'sentence.take-over.busy': 'A última resposta ainda está terminando. Tente de novo daqui a pouco.',
  'sentence.take-over.too-many': 'Foram mensagens demais de uma vez. Tente de novo daqui a pouco.',
  'sentence.take-over.window-closed':
    'A plataforma só aceita mensagens por algum tempo depois que alguém escreve, e esse tempo passou. Espere a pessoa escrever de novo.',
  'sentence.take-over.not-allowed': 'Esta pessoa está bloqueada ou não foi aceita. Mude isso primeiro em Pessoas.',
  'sentence.take-over.over': 'O assistente voltou a responder aqui.',
  'sentence.persona.changed':
    'Outra pessoa alterou a persona nesse meio-tempo. Ela aparece agora; o que você digitou continua aí.',
  'sentence.receipt.gone': 'Esse recibo não existe.',
  'sentence.receipt.unknown': 'O que esta exclusão precisa não é mais conhecido. Abra a pessoa e apague-a de novo.',
  'sentence.receipt.not-failed': 'Esta exclusão não foi abandonada: está em andamento ou já terminou.',
  'sentence.turn.gone': 'Esse turno não existe ou passou do prazo de retenção.',
  'sentence.guard.no-pictures': 'A proteção em uso não lê imagens: tente um texto.',
  'sentence.device.signed-out': 'Este dispositivo já saiu.',
  'sentence.token.gone': 'Este token da API foi revogado nesse meio-tempo.',
  'sentence.second-factor.too-late':
    'Isso levou mais de dez minutos. Comece de novo, com um novo código para escanear.',
  'sentence.second-factor.on': 'O segundo fator já está ativado. Recarregue a página.',
  'sentence.owner.last': 'Este é o único proprietário. Primeiro torne outra pessoa proprietária.',
  'sentence.person.gone': 'Essa pessoa não existe mais.',
  'sentence.limits.changed':
    'Estes limites foram alterados nesse meio-tempo e nada foi sobrescrito. Veja como estão agora.',
  'sentence.switch.not-cancelled': 'Nenhuma troca está em andamento ou ela não pode mais ser desfeita: vai até o fim.',
  'sentence.second-factor.off': 'Ative primeiro o segundo fator.',
  'sentence.person.unknown': 'Essa pessoa não existe. Pode ter sido apagada: veja em Memória e privacidade.',
  'sentence.export.gone': 'Esta exportação não existe mais. Crie outra.',
  'sentence.access-code.unknown':
    'Esse código não existe ou tem mais de uma hora. Peça à pessoa que escreva de novo: a resposta traz um novo.',
  'sentence.memory.empty': 'Uma memória precisa de palavras. Para removê-la, esqueça-a.',
  'sentence.memory.gone': 'Esta memória não está mais aqui: foi esquecida ou substituída nesse meio-tempo.',
  'sentence.memory.changed':
    'Esta memória foi alterada nesse meio-tempo e nada foi sobrescrito. Veja o que ela diz agora.',
  'sentence.settings.changed': 'Outra pessoa alterou isso nesse meio-tempo. Veja como está agora e salve de novo.',
  'sentence.people.too-many': 'Mais de {max} pessoas têm um nome assim. Digite mais letras.',
  'sentence.take-over.by-other': 'Agora quem responde aqui é {name}.',
  'sentence.take-over.somebody': 'Agora outra pessoa responde aqui.',
  'sentence.persona.blocked':
    'A proteção bloqueia este nome ou tom ({hazards}). Nada foi alterado: escreva de outra forma.',
  'sentence.persona.too-long': 'O nome e o tom têm {tokens} tokens; {max} são guardados. Encurte o tom.',
  'sentence.guard.failed':
    'A proteção não conseguiu avaliar isso ({code}). Enquanto não conseguir, ninguém recebe resposta: npm run doctor diz o que está errado.',
  'sentence.guard.too-slow':
    'A proteção demorou demais para avaliar isso. Enquanto for assim, ninguém recebe resposta: npm run doctor diz o que está errado.',
  'sentence.invitations.too-many': 'Há {max} convites em aberto. Revogue um primeiro.',
  'sentence.tokens.too-many': 'Há {max} tokens da API. Revogue um primeiro.',
  'sentence.role.made-viewer':
    'Alguém mudou a função de {name} para leitor nesse meio-tempo. Recarregue a página e decida de novo.',
  'sentence.role.made-moderator':
    'Alguém mudou a função de {name} para moderador nesse meio-tempo. Recarregue a página e decida de novo.',
  'sentence.role.made-operator':
    'Alguém mudou a função de {name} para operador nesse meio-tempo. Recarregue a página e decida de novo.',
  'sentence.role.made-owner':
    'Alguém mudou a função de {name} para proprietário nesse meio-tempo. Recarregue a página e decida de novo.',
  'sentence.person.is-blocked': 'O acesso de {name} está bloqueado. Desbloqueie primeiro.',
  'sentence.install.none': '{model} não está sendo instalado.',
  'sentence.label.taken-back': 'Outra pessoa retirou o rótulo nesse meio-tempo. Decida de novo se não concordar.',
  'sentence.label.changed':
    'Outra pessoa rotulou isso nesse meio-tempo. Aparece agora; decida de novo se não concordar.',
  'sentence.switch.other-changed': 'Outra pessoa alterou o modelo nesse meio-tempo.',
  'sentence.switch.refused': 'Foi recusado.',
  'sentence.switch.too-large': '{title} é maior que a memória desta máquina.',
  'sentence.switch.busy': 'Já há uma troca de modelo em andamento. Espere terminar.',
  'sentence.switch.cancelled': 'Foi cancelado.',
  'sentence.switch.stopping': 'O serviço está parando.',
  'sentence.switch.host': 'As respostas vêm de um host (engine.url). Tire-o para usar um modelo desta máquina.',
  'sentence.switch.not-loaded': 'Não carregou em uma hora.',
  'sentence.model.locked': '{setting} diz qual modelo responde: tire, reinicie e escolha aqui.',
  'sentence.model.used': 'Está em serviço ou há uma troca em andamento: escolha primeiro outro modelo.',
  'sentence.model.unknown': 'Esse modelo não existe no catálogo.',
  'sentence.model.bundled': '{model} faz parte do Chasqui: está sempre aqui.',
  'sentence.model.installed': '{model} está instalado.',
  'sentence.install.no-room': 'Faltam {missing} no disco de {folder}. Libere espaço e comece de novo.',
  'sentence.install.busy': '{model} está sendo instalado. Espere terminar ou pause.',
  'sentence.install.odd-hub': 'O hub responde algo diferente do esperado.',
  'sentence.install.other-files':
    'O hub tem agora outros arquivos, diferentes dos mostrados. Veja-os e aceite a licença de novo.',
  'sentence.whatsapp.linked-already': 'Já há um telefone vinculado: desvincule-o primeiro.',
  'sentence.setting.locked': 'Definido por {variable} no ambiente: altere lá',
  'sentence.setting.not-applied': 'O serviço não conseguiu funcionar com isso. O log dele diz por quê.',
  'sentence.setting.stopping': 'O serviço está parando. Tente de novo quando estiver funcionando.',
  'sentence.setting.busy': 'Outra alteração ainda está em andamento. Tente de novo daqui a pouco.',
  'sentence.check.unreadable':
    'Não foi possível ler a resposta. O endereço da API definido é mesmo o desta plataforma?',
  'sentence.check.known': '{platform} o conhece como {name}.',
  'sentence.check.waiting.one': '{count} mensagem espera por ele.',
  'sentence.check.waiting.other': '{count} mensagens esperam por ele.',
  'sentence.telegram.no-groups':
    'Não pode ser adicionado a grupos. Se for para estar neles, permita em @BotFather: /setjoingroups.',
  'sentence.telegram.reads-all': 'Nos grupos ele lê tudo.',
  'sentence.telegram.reads-mentions':
    'Nos grupos ele só vê o que é para ele: comandos, menções e respostas. @BotFather muda isso: /setprivacy; depois adicione-o de novo ao grupo.',
  'sentence.telegram.other-webhook':
    'O Telegram envia agora as mensagens dele para {host}. Ao salvar, elas vêm para cá.',
  'sentence.telegram.other-address':
    'O Telegram envia agora as mensagens dele para outro endereço. Ao salvar, elas vêm para cá.',
  'sentence.telegram.webhook-set': 'O webhook dele está definido.',
  'sentence.telegram.webhook-failure': 'A falha mais recente do webhook, segundo o Telegram: {said}',
  'sentence.telegram.bad-token':
    'TELEGRAM_BOT_TOKEN não é um token de bot: copie-o de @BotFather; parece com 123456:AA…',
  'sentence.telegram.token-unknown':
    'O Telegram não conhece este token ({status}). Foi revogado ou digitado errado: pegue o atual em @BotFather e defina-o no console (Canais) ou como TELEGRAM_BOT_TOKEN. Se TELEGRAM_API_ROOT estiver definido, verifique-o também.',
  'sentence.telegram.other-process':
    'Outro processo usa este token de bot. Pare o outro ou dê a este serviço um bot próprio de @BotFather. ({said})',
  'sentence.discord.reads-nothing':
    'Ele não pode ler o que as pessoas escrevem: o Discord recusa a conexão. Abra {portal}, escolha o aplicativo, depois Bot, e ative MESSAGE CONTENT INTENT.',
  'sentence.discord.reads': 'Ele pode ler o que as pessoas escrevem.',
  'sentence.discord.private': 'Só você pode adicioná-lo a servidores: não é um bot público.',
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
  'sentence.meta.number': 'O número dele é {number}.',
  'sentence.meta.quality-green': 'A Meta avalia a qualidade dele como alta.',
  'sentence.meta.quality-yellow':
    'A Meta avalia a qualidade dele como média: há pessoas que o bloquearam ou denunciaram.',
  'sentence.meta.quality-red': 'A Meta avalia a qualidade dele como baixa: pode ser limitado em breve.',
  'sentence.meta.quality-unknown': 'A Meta ainda não avaliou a qualidade dele.',
  'sentence.meta.subscribed': 'Há um aplicativo inscrito nas mensagens dele.',
  'sentence.meta.not-subscribed': 'Ainda não há aplicativo inscrito nas mensagens dele: o passo do webhook diz como.',
  'sentence.meta.subscription-unknown':
    'A Meta não diz se há um aplicativo inscrito nas mensagens dele: a primeira mensagem mostrará.',
  'sentence.meta.odd-secret':
    'O segredo do aplicativo tem uma forma incomum: o normal são 32 caracteres de 0 a 9 e de a a f.',
  'sentence.meta.secret-fits': 'O segredo é do mesmo aplicativo que este token.',
  'sentence.meta.webhook': 'As mensagens dele chegam por webhook: {address}, campo messages.',
  'sentence.meta.webhook-nowhere':
    'As mensagens dele chegam por webhook: {path} no endereço público deste serviço, campo messages.',
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
  'sentence.whatsapp.browser': 'Há um navegador para isso.',
  'sentence.whatsapp.link-later': 'Um telefone é vinculado depois que ele for ligado.',
  'sentence.call.limited.one': '{platform} não aceita mais nada por {count} s; espere esse tempo',
  'sentence.call.limited.other': '{platform} não aceita mais nada por {count} s; espere esse tempo',
  'sentence.call.refused': '{platform} recusou: {said}',
  'sentence.call.refused-by-number': '{platform} recusou ({number}): {said}',
  'sentence.call.server-error': '{platform} respondeu {status}; pode-se tentar de novo',
  'sentence.call.server-error-unknown': '{platform} respondeu {status}; a mensagem pode ou não ter sido enviada',
  'sentence.call.no-answer': 'sem resposta de {platform} ({reason}); pode-se tentar de novo',
  'sentence.call.no-answer-unknown': 'sem resposta de {platform} ({reason}); a mensagem pode ou não ter sido enviada',
  'sentence.fit.any': 'Funciona em qualquer máquina.',
  'sentence.fit.on-card': 'Precisa de {needed} de uma placa de vídeo, e {name} tem isso.',
  'sentence.fit.on-machine': 'Precisa de {memory} de memória e {cores} núcleos, e esta máquina tem isso.',
  'sentence.fit.needs': 'Precisa de {memory} de memória e {cores} núcleos, ou de uma placa de vídeo com {card}.',
  'sentence.fit.has-memory': 'Esta máquina tem {memory} de memória.',
  'sentence.fit.has-cores.one': 'Esta máquina tem {count} núcleo.',
  'sentence.fit.has-cores.other': 'Esta máquina tem {count} núcleos.',
  'sentence.fit.has-both.one': 'Esta máquina tem {memory} de memória e {count} núcleo.',
  'sentence.fit.has-both.other': 'Esta máquina tem {memory} de memória e {count} núcleos.',
  'sentence.fit.together': 'Os dois modelos juntos precisam de {needed} de memória; esta máquina tem {have}.',
  'sentence.fit.together-on-card':
    'Os dois modelos juntos precisam de {needed} de memória de vídeo; esta máquina tem {have}.',
  'sentence.fit.no-room-beside':
    'Ocupa cerca de {needed} ao lado do modelo em serviço, e só há {free} de memória livres.',
  'sentence.meta.bad-phone-id':
    'O ID do número de telefone tem apenas algarismos, e não é o próprio número: o painel do aplicativo o mostra em WhatsApp, API setup.',
  'sentence.meta.unknown-phone-id':
    'Não há para este token nenhum número de telefone com o ID {id}: o painel do aplicativo o mostra em WhatsApp, API setup.',
  'sentence.meta.other-app':
    'O segredo do aplicativo não é o do aplicativo a que este token pertence. Copie-o de App settings, Basic, desse aplicativo, ou crie o token no aplicativo de que é este segredo.',
  'sentence.switch.weaker-guard': 'A proteção dele é mais fraca do que a que trabalha agora. Confirme que é você.',
  'sentence.picture.not-waiting': 'Esta imagem não espera aqui por uma resposta.',
  'sentence.picture.unusable': 'Esta imagem não pode ser mostrada: está danificada, é grande demais ou já não existe.',
  'sentence.picture.away': 'A plataforma não entregou esta imagem. Tente de novo daqui a pouco.',
  'sentence.channel.locked-on': '{variable}, do ambiente, o mantém ligado: mude isso lá e inicie o serviço de novo.',
  'sentence.channel.locked-off':
    '{variable}, do ambiente, o mantém desligado: mude isso lá e inicie o serviço de novo.',
  'sentence.label.changed-by': '{name} rotulou isso nesse meio-tempo. Aparece agora; decida de novo se não concordar.',
  'sentence.discord.cannot-read':
    'Ele não pode ler mensagens em servidores: ative MESSAGE CONTENT INTENT em {portal} (o aplicativo, Bot, Privileged Gateway Intents).',
  'sentence.discord.may-not-write': 'Ele não pode escrever em {channels}: dê ao cargo dele {rights} ali.',
  'sentence.channel.not-stored': 'O armazenamento não aceita mensagens.',
  'sentence.channel.wait-here': 'Elas esperam aqui, e o que não cabe é lido de novo do {platform}.',
  'sentence.channel.wait-there': 'Elas esperam no {platform} até que aceite.',
  'sentence.channel.sent-again': '{platform} envia-as de novo até que aceite.',
  'sentence.channel.connecting-failed': 'Não foi possível conectar: {said}',
  'sentence.channel.taking-failed': 'Não foi possível receber mensagens: {said}',
  'sentence.telegram.webhook-taken': 'Outro processo definiu um webhook próprio para este token do bot.',
  'sentence.telegram.not-delivered':
    'O Telegram não consegue entregar mensagens em {address}; elas esperam lá. Ele diz: {said}. Verifique se CHASQUI_PUBLIC_URL leva a este serviço e se o proxy à frente passa o cabeçalho Host (docs/configuration.md, Behind a proxy).',
  'sentence.discord.resumed': 'A conexão voltou.',
  'sentence.discord.closes-again':
    'O Discord fecha a conexão repetidas vezes ({number}). A próxima tentativa é em {seconds} s.',
  'sentence.meta.not-checked': 'A verificação do token falhou.',
  'sentence.webhook.wrong-token': 'Com outro token de verificação, recusados: {number}.',
  'sentence.webhook.forged': 'Falsificados, recusados: {number}.',
  'sentence.webhook.too-large': 'Com mais de 4 MB, recusados: {number}.',
  'sentence.webhook.too-slow': 'Lentos demais, interrompidos: {number}.',
  'sentence.webhook.replayed': 'Repetidos: {number}.',
  'sentence.webhook.unreadable': 'Ilegíveis: {number}.',
  'sentence.webhook.unknown': 'De tipos desconhecidos: {number}.',
  'sentence.page.no-uploads': 'Não é possível receber imagens: dê permissão de escrita na pasta de envios ({folder}).',
  'sentence.whatsapp.stopped': 'Está parado.',
  'sentence.whatsapp.stopped-with-service': 'O WhatsApp está parado junto com o serviço: inicie o serviço.',
  'sentence.whatsapp.starts': 'O navegador está iniciando.',
  'sentence.whatsapp.scan':
    'Escaneie o código QR: no telefone, no WhatsApp, Dispositivos conectados, Conectar dispositivo. Ele muda de vez em quando.',
  'sentence.whatsapp.type-code':
    'Digite o código de pareamento: no telefone, no WhatsApp, Dispositivos conectados, Conectar com número de telefone.',
  'sentence.whatsapp.reads-chats': 'Está vinculado, e as conversas estão sendo lidas.',
  'sentence.whatsapp.silent': 'A página não responde. Se continuar assim, o navegador é reiniciado.',
  'sentence.whatsapp.away': 'A página não alcança o WhatsApp. Ela se conecta de novo sozinha.',
  'sentence.whatsapp.reload': 'A página está vinculada e, depois de minutos, não está pronta: é carregada de novo.',
  'sentence.whatsapp.reloads-itself': 'A página está se recarregando.',
  'sentence.whatsapp.unlinked': 'Foi desvinculado.',
  'sentence.whatsapp.logged-out': 'A sessão foi encerrada no telefone.',
  'sentence.whatsapp.session-lost':
    'A sessão foi encerrada no telefone enquanto este serviço não funcionava, ou se perdeu.',
  'sentence.whatsapp.code-unused': 'Nenhum telefone usou o código em {minutes} minutos.',
  'sentence.whatsapp.not-linked': 'Não foi vinculado em {minutes} minutos.',
  'sentence.whatsapp.no-code':
    'O WhatsApp não deu um código de pareamento: verifique o número, espere alguns minutos, pois ele dá poucos, ou vincule pelo código QR.',
  'sentence.whatsapp.restarts': 'O navegador é reiniciado.',
  'sentence.whatsapp.restarts-in': 'O navegador é reiniciado em {seconds} s.',
  'sentence.whatsapp.elsewhere': 'O WhatsApp Web foi aberto com esta sessão em outro navegador: feche-o.',
  'sentence.whatsapp.session-refused': 'O WhatsApp recusa a sessão ({reason}): olhe o telefone.',
  'sentence.whatsapp.disconnected': 'A página foi desconectada ({reason}).',
  'sentence.whatsapp.process-ended': 'O processo dele terminou.',
  'sentence.whatsapp.page-crashed': 'A página dele travou.',
  'sentence.whatsapp.page-gone': 'A página dele sumiu.',
  'sentence.whatsapp.not-loaded': 'A página dele não carregou em {seconds} s.',
  'sentence.whatsapp.hung': 'A página dele não reage: nenhuma resposta em {seconds} s.',
  'sentence.whatsapp.unreached': 'A página dele não alcançou o WhatsApp por {seconds} s.',
  'sentence.whatsapp.not-ready': 'Estava vinculado e, {seconds} s depois, não estava pronto.',
  'sentence.whatsapp.not-reached': 'O WhatsApp não foi alcançado: {said}',
  'sentence.whatsapp.not-opened': 'A página dele não abriu: {said}',
  'sentence.whatsapp.too-large': 'Ocupava {size} de memória.',
  'sentence.whatsapp.daily': 'Isso é feito uma vez por dia, na hora de whatsapp.restartHour.',
  'sentence.whatsapp.no-sandbox':
    'O navegador não iniciou ({said}): defina whatsapp.sandbox como off onde o Chromium não pode ter um.',
  'sentence.whatsapp.no-library':
    'O navegador não iniciou ({said}): instale o que ele precisa; o pacote dele traz isso.',
  'sentence.whatsapp.no-disk': 'O navegador não iniciou ({said}): libere espaço no disco da pasta de dados.',
  'sentence.whatsapp.no-start': 'O navegador não iniciou ({said}): WHATSAPP_CHROMIUM indica outro.',
  'sentence.whatsapp.no-room':
    'O disco está quase cheio (limits.diskFreeBytesMin): libere espaço. Depois o navegador é iniciado.',
  'sentence.whatsapp.unexpected': 'Um erro inesperado, veja o registro. Tenta-se de novo.',
  'sentence.whatsapp.other-browser':
    'O processo {pid} é um navegador que usa o perfil do WhatsApp {profile} e não é deste serviço: encerre-o. Tenta-se de novo.',
  'sentence.whatsapp.process-stays': 'Não foi possível encerrar o processo {pid}: encerre-o. Tenta-se de novo.',
  'sentence.whatsapp.profile-full': 'O disco de {profile} está cheio: libere espaço. Tenta-se de novo.',
  'sentence.whatsapp.profile-unusable':
    'O perfil do WhatsApp {profile} não pode ser usado ({code}): deve ser uma pasta em que este usuário possa escrever; retire o que está no lugar. Tenta-se de novo.',
  'sentence.whatsapp.bad-root':
    'WHATSAPP_WEB_ROOT é {address}: esperava-se https e este computador, como https://127.0.0.1:8445. Para o próprio WhatsApp, deixe sem definir.',
  'sentence.whatsapp.is-off': 'O WhatsApp não está ligado.',
  'sentence.whatsapp.switch-on':
    'O WhatsApp não está ligado: defina WHATSAPP_ENABLED=true e reinicie o serviço, ou use o console.',
  'sentence.whatsapp.terminal-alone': 'npm run chat iniciou este serviço apenas com o terminal: use npm start.',
  'sentence.whatsapp.no-browser': 'A preparação não encontrou um navegador: {said}',
  'sentence.whatsapp.browser-how':
    'A preparação procura um no próximo npm start se WHATSAPP_ENABLED=true estiver no ambiente; WHATSAPP_CHROMIUM indica um seu.',
  'sentence.whatsapp.cannot-run':
    'WHATSAPP_CHROMIUM (whatsapp.chromium) indica {file}, que não pode ser executado ({fault}): corrija.',
  'sentence.whatsapp.restarted.one': 'O navegador foi reiniciado {count} vez, a última porque:',
  'sentence.whatsapp.restarted.other': 'O navegador foi reiniciado {count} vezes, a última porque:',
  'sentence.channel.closing': 'O canal está sendo fechado. Pode-se tentar de novo.',
  'sentence.file.to-send-gone': 'O arquivo a enviar não existe mais.',
  'sentence.file.too-large-to-send': '{platform} aceita arquivos de no máximo {megabytes} MB.',
  'sentence.file.too-large': 'O arquivo passa dos {megabytes} MB aceitos.',
  'sentence.file.gone': '{platform} não tem mais este arquivo.',
  'sentence.file.elsewhere': 'O arquivo não está em um servidor do {platform}: não é aberto.',
  'sentence.file.odd-address': 'O arquivo está em um endereço {protocol}: só http e https são abertos.',
  'sentence.file.private-address': 'O endereço do arquivo leva a uma rede privada: não é aberto.',
  'sentence.file.broke-off': 'O download foi interrompido ({reason}). Pode-se tentar de novo.',
  'sentence.file.server-error': 'O servidor de arquivos respondeu {status}. Pode-se tentar de novo.',
  'sentence.file.server-gone': 'O servidor de arquivos respondeu {status}: o arquivo não está mais lá.',
  'sentence.message.too-long': 'Uma mensagem no {platform} comporta {most} e esta tem {length}: divida-a.',
  'sentence.message.not-begun': 'A mensagem não foi enviada: a chamada terminou antes.',
  'sentence.message.too-many': 'Mensagens demais esperam nesta conversa.',
  'sentence.message.no-edits': 'No {platform}, mensagens enviadas não são editadas.',
  'sentence.telegram.local-server': 'O servidor da Bot API indica um caminho do próprio disco: execute-o sem --local.',
  'sentence.discord.not-private': 'O Discord não consegue mais mostrar esta resposta só à pessoa dela.',
  'sentence.discord.no-history': 'O bot não pode ler este canal: dê ao cargo dele a permissão {right}.',
  'sentence.meta.no-files': '{platform} não aceita arquivos assim.',
  'sentence.meta.unknown-bot': '{platform} ainda não disse quem é este bot.',
  'sentence.meta.no-message-id': '{platform} aceitou a mensagem e não disse com qual id.',
  'sentence.whatsapp.not-connected': 'O WhatsApp não está conectado; npm run doctor diz por quê.',
  'sentence.whatsapp.no-answer': 'A página do WhatsApp não respondeu: {what}.',
  'sentence.whatsapp.page-failed': 'A página do WhatsApp falhou ({reason}); a mensagem pode ter sido enviada ou não.',
  'sentence.whatsapp.not-served': 'No WhatsApp, só pessoas e grupos recebem resposta.',
  'sentence.whatsapp.owner-unknown': 'Não se sabe se o dono do telefone escreve nesta conversa.',
  'sentence.whatsapp.chat-gone': 'O WhatsApp não conhece essa conversa, ou o número não está mais no WhatsApp.',
  'sentence.whatsapp.not-said': 'O WhatsApp não disse a tempo se aceitou a mensagem.',
  'sentence.whatsapp.message-refused': 'O WhatsApp recusou a mensagem, ou não foi alcançado.',
  'sentence.whatsapp.still-trying': 'O WhatsApp ainda não aceitou a mensagem, e a página continua tentando.',
  'sentence.whatsapp.cannot-tell': 'Pela conversa não dá para saber se a mensagem foi enviada.',
  'sentence.whatsapp.file-not-begun': 'O arquivo não foi enviado: não foi possível ler a conversa ({reason}).',
  'sentence.whatsapp.file-not-taken': 'O WhatsApp não aceitou o arquivo ({reason}).',
}
