import type { MemoryTexts } from './memory-texts.ts'

export const memory: MemoryTexts = {
  start: 'Je retiens ce que tu me dis de toi. /memories le montre, /forget l’efface, /memory off l’arrête.',
  help: '/memories montre ce que je retiens de toi. /remember TEXTE, /edit 3 TEXTE et /forget 3 le changent.\n/memory off l’arrête, /private fait une pause ici.\n/export te donne tout ce que je garde sur toi, /delete_me l’efface.',
  reset: 'Ce que je retiens de toi reste : /memories.',
  empty: 'Je ne retiens encore rien de toi. /remember TEXTE enregistre quelque chose.',
  kinds: {
    profile: 'À ton sujet',
    fact: 'Faits',
    event: 'Événements',
  },
  earlier: 'Ne vaut plus, gardé comme historique',
  inGroup: 'dit dans un groupe',
  passages: (count) => `Anciens messages de toi que je peux consulter : ${count}`,
  page: (number, of) => `Page ${number} sur ${of}. Une autre : /memories ${number < of ? number + 1 : 1}`,
  howToChange: '/forget 3 efface le numéro 3, /edit 3 TEXTE le change.',
  rememberHow: 'Dis-moi ce que je dois retenir, par exemple : /remember Je suis allergique aux noix',
  tooLong: (charactersMax) => `C’est trop long à retenir. Pas plus de ${charactersMax} caractères, s’il te plaît.`,
  full: 'Je ne peux rien retenir de plus à ton sujet. /memories montre ce qui pourrait partir.',
  saved: (text, number) => `Enregistré : ${text} (/forget ${number})`,
  savedAlready: (text, number) => `Je le sais déjà : ${text} (/forget ${number})`,
  notKept: {
    off: 'Je ne l’ai pas enregistré : la mémoire est désactivée. /memory on l’active.',
    private: 'Je ne l’ai pas enregistré : le mode privé est actif ici. /private off y met fin.',
  },
  editHow: 'Envoie le numéro et le nouveau texte, par exemple : /edit 3 J’habite à Bergen',
  edited: (text, number) => `Modifié : ${text} (/forget ${number})`,
  noSuchNumber: (number) => `Il n’y a rien sous le numéro ${number}, ou plus rien. /memories montre ce qu’il y a.`,
  forgetHow: 'Que dois-je oublier ? /forget 3, /forget Oslo ou /forget all. /memories montre les numéros.',
  forgotten: (numbers) => `Oublié : ${numbers}. Je ne m’en servirai plus et ne l’apprendrai plus.`,
  forgottenMessages: (count) => `Anciens messages qui en parlent et que je ne regarde plus : ${count}`,
  whichOne: 'Lequel veux-tu dire ? Envoie /forget et son numéro :',
  nothingFound: 'Je ne retiens rien de tel.',
  forgetAllConfirm: (count) =>
    `Dois-je oublier tout ce que je retiens de toi (${count}) et ne plus regarder ce qui a été dit ? Alors envoie : /forget all yes`,
  forgottenAll:
    'C’est fait. J’ai oublié tout ce que je retenais de toi, et je ne regarde plus ce qui a été dit. Si tu veux que j’en retienne quelque chose : /remember TEXTE.',
  used: 'Ma dernière réponse ici s’est servie de ces souvenirs :',
  usedNone: 'Ma dernière réponse ici ne s’est servie de rien que je retienne de toi.',
  usedGone: 'Elle s’est aussi servie de quelque chose d’oublié depuis.',
  state: {
    on: 'La mémoire est active. /memory off l’arrête et garde ce qu’elle contient.',
    off: 'La mémoire est désactivée : je n’apprends rien et ne m’en sers pas. Ce qu’elle contient reste. /memory on l’active. Je vois encore cette conversation jusqu’à ce que tu envoies /reset.',
    never: 'La mémoire est désactivée par la personne qui gère ce bot.',
  },
  private: {
    on: 'Le mode privé est actif ici : je n’apprends rien et ne me sers d’aucun souvenir. /private off y met fin ; je ne regarde alors plus ce qui a été dit entre-temps.',
    off: 'Le mode privé est désactivé ici. Je ne regarde plus ce qui y a été dit.',
  },
  deleteConfirm: (messages, memories, pictures) =>
    `Dois-je effacer ici tout ce qui te concerne, pour toujours ? Messages : ${messages}, souvenirs : ${memories}, images : ${pictures}. Alors envoie : /delete_me yes`,
  deleting: (messages, memories, pictures) =>
    `Tout ce qui te concerne ici est en train d’être effacé. Messages : ${messages}, souvenirs : ${memories}, images : ${pictures}. Si tu écris de nouveau, je ne te connaîtrai pas.`,
  shared: 'Plusieurs personnes écrivent sous ce nom, je ne retiens donc rien à son sujet.',
  answeredInPrivate: 'Je t’ai répondu dans notre discussion privée.',
  askInPrivate: 'Demande-le-moi dans une discussion privée, pour être seul à lire la réponse.',
  onlyHere: 'Cela ne marche qu’ici, dans notre discussion privée. Envoie-le ici, s’il te plaît.',
}
