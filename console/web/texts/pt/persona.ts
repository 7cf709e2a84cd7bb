import type { persona as source } from '../en/persona.ts'

export const persona: Readonly<Record<keyof typeof source, string>> = {
  'persona.about':
    'Como o bot se chama e como ele soa. Isso não muda nenhuma das regras: ele continua a responder no idioma de quem escreve e não inventa nada.',
  'persona.words': 'Nome e tom',
  'persona.words.about': 'Valem a partir da próxima resposta, para todos.',
  'persona.name': 'Nome',
  'persona.name.hint': 'Se ficar vazio, o bot se chama Chasqui.',
  'persona.tone': 'Tom',
  'persona.tone.hint':
    'Algumas frases curtas, por exemplo: Alegre e breve. Fala de forma simples. Se ficar vazio, o bot é caloroso e simpático.',
  'persona.tokens': '{tokens} de {max} tokens',
  'persona.tokens.unknown': 'No máximo {max} tokens. Eles são contados quando o modelo estiver pronto.',
  'persona.tokens.tooMany': 'Encurte o tom: cada resposta gasta estes tokens.',
  'persona.save': 'Salvar',
  'persona.discard': 'Descartar',
  'persona.saving': 'A proteção avalia primeiro.',
  'persona.saved': 'Salvo. Vale a partir da próxima resposta.',
  'persona.ignored': '{model} não usa persona',
  'persona.ignored.why':
    'Ele responde igual com ou sem persona. O que você salvar aqui será usado assim que outro modelo responder.',
  'persona.long': 'Longo demais para {model}',
  'persona.long.why':
    'Este modelo conta mais tokens que o anterior: as últimas frases do tom ficam de fora. Encurte-o.',
  'persona.none': 'nenhum',
  'persona.try': 'Testar',
  'persona.try.about':
    'Uma resposta com o que está acima, salvo ou não. Ela é avaliada como qualquer resposta, e nada é mantido.',
  'persona.try.text': 'Mensagem',
  'persona.try.first': 'Olá! Quem é você e o que sabe fazer?',
  'persona.history': 'Histórico',
  'persona.history.about':
    'Todas as alterações, da mais recente à mais antiga. Para desfazer uma, restaure uma versão anterior.',
  'persona.history.none': 'Nada foi alterado ainda',
  'persona.history.noneYet': 'O bot se chama Chasqui e tem o tom original. Cada alteração aparecerá aqui.',
  'persona.version': 'Versão {version}',
  'persona.version.now': 'Atual',
  'persona.version.by': 'por {name}',
  'persona.version.byNobody': 'por uma conta que não existe mais',
  'persona.version.back': 'Restaurar',
  'persona.version.backOf': 'Restaurar a versão {version}',
  'persona.version.default': 'Voltar ao nome e tom originais',
  'persona.version.isDefault': 'O nome e o tom originais do bot',
  'persona.lose.title': 'Restaurar?',
  'persona.lose.body': 'O que você digitou e não salvou será perdido.',
}
