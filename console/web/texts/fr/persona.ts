import type { persona as source } from '../en/persona.ts'

export const persona: Readonly<Record<keyof typeof source, string>> = {
  'persona.about':
    'Le nom du bot et sa façon de parler. Cela ne change aucune de ses règles : il répond toujours dans la langue de la personne qui écrit et n’invente rien.',
  'persona.words': 'Nom et ton',
  'persona.words.about': 'Ils valent dès la prochaine réponse, pour tout le monde.',
  'persona.name': 'Nom',
  'persona.name.hint': 'Si le champ est vide, le bot s’appelle Chasqui.',
  'persona.tone': 'Ton',
  'persona.tone.hint':
    'Quelques phrases courtes, par exemple : Gai et bref. Parle simplement. Si le champ est vide, le bot est chaleureux et aimable.',
  'persona.tokens': '{tokens} tokens sur {max}',
  'persona.tokens.unknown': 'Au plus {max} tokens. Ils sont comptés une fois le modèle prêt.',
  'persona.tokens.tooMany': 'Raccourcissez le ton : chaque réponse coûte ces tokens.',
  'persona.save': 'Enregistrer',
  'persona.discard': 'Abandonner',
  'persona.saving': 'Le garde-fou l’évalue d’abord.',
  'persona.saved': 'Enregistré. Cela vaut dès la prochaine réponse.',
  'persona.ignored': '{model} n’utilise pas de personnalité',
  'persona.ignored.why':
    'Il répond de la même façon avec ou sans. Ce que vous enregistrez ici servira dès qu’un autre modèle répondra.',
  'persona.long': 'Trop long pour {model}',
  'persona.long.why':
    'Ce modèle compte plus de tokens que le précédent : les dernières phrases du ton sont laissées de côté. Raccourcissez-le.',
  'persona.none': 'aucun',
  'persona.try': 'Essayer',
  'persona.try.about':
    'Une réponse avec ce qui figure ci-dessus, enregistré ou non. Elle est évaluée comme toute réponse, et rien n’est conservé.',
  'persona.try.text': 'Message',
  'persona.try.first': 'Bonjour ! Qui êtes-vous et que savez-vous faire ?',
  'persona.history': 'Historique',
  'persona.history.about':
    'Chaque modification, de la plus récente à la plus ancienne. Pour en annuler une, rétablissez une version antérieure.',
  'persona.history.none': 'Rien n’a encore été modifié',
  'persona.history.noneYet': 'Le bot s’appelle Chasqui et a son ton d’origine. Chaque modification apparaîtra ici.',
  'persona.version': 'Version {version}',
  'persona.version.now': 'Actuelle',
  'persona.version.by': 'par {name}',
  'persona.version.byNobody': 'par un compte disparu',
  'persona.version.back': 'Rétablir',
  'persona.version.backOf': 'Rétablir la version {version}',
  'persona.version.default': 'Revenir au nom et au ton d’origine',
  'persona.version.isDefault': 'Le nom et le ton d’origine du bot',
  'persona.lose.title': 'Rétablir cette version ?',
  'persona.lose.body': 'Votre saisie non enregistrée sera perdue.',
}
