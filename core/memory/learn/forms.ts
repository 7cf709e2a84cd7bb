import type { MemoryField, MemoryItemKind } from '../../contract/memory.ts'

/** One way to say something about oneself. The whole clause must have this form. */
export type Form = {
  readonly kind: MemoryItemKind
  readonly field?: MemoryField
  /** With the groups `value` and, where the sentence needs it, `relation`. */
  readonly pattern: RegExp
  /** Taken off the end of the value. */
  readonly ending?: RegExp
  /** Several values may be said at once: "nuts and milk". */
  readonly isList?: true
  /** A name, written with a capital letter. */
  readonly isProper?: true
  readonly mayNegate?: true
  readonly accepts: (value: string) => boolean
  readonly says: (value: string, relation: string) => string
}

const words = (max: number) => (value: string) => value.split(' ').length <= max
const isNone = (pattern: RegExp) => (value: string) => !pattern.test(value)
const all =
  (...rules: ((value: string) => boolean)[]) =>
  (value: string) =>
    rules.every((rule) => rule(value))

/** Names and places are not a description: "a small town", "peace", "hard to spell". */
const DESCRIPTION =
  /^(?:an?|the|my|your|our|his|her|their|this|that|it|here|there|peace|fear|hope|love|sin|harmony|poverty|danger|trouble|same|long|short|hard|easy|difficult|unusual|common|secret|private|important|spelled|spelt|pronounced|too|very|so|still|only|just|quite|on|in|at|with|from|by)\b/i
const isName = all(words(4), isNone(DESCRIPTION), (value) => /^[\p{L}\p{M}' .-]+$/u.test(value))
const isProperName = (value: string) =>
  isName(value) &&
  (!value.includes(' ') ||
    value.split(' ').every((word) => /^(?:\p{Lu}|(?:de|van|von|da|di|la|el|bin|al)$)/u.test(word)))

/** "I am …" with a capital letter is a name, unless it is a people, a faith or a state. */
const NOT_A_NAME =
  /(?:ish|ese)$|^(?:Muslim|Christian|Jewish|Jew|Hindu|Buddhist|Catholic|Protestant|Orthodox|Sikh|Atheist|Agnostic|Gay|Lesbian|Bisexual|Straight|Trans|Norwegian|German|French|Italian|American|Canadian|Mexican|Brazilian|Russian|Ukrainian|Indian|Indonesian|Australian|Austrian|Belgian|Dutch|Greek|African|Asian|European|Republican|Democrat|Socialist|Conservative|Liberal|Vegan|Vegetarian|Diabetic|Happy|Sad|Tired|Hungry|Bored|Sick|Ill|Sorry|Fine|Good|Great|Ok|Okay|Sure|Back|Here|Ready|Done|Busy|Late|Lost|Confused|Angry|Going|Looking|Trying|Afraid|Married|Single|Pregnant)$/i

const RELATIONS =
  '(?:(?:older|younger|little|big|eldest|youngest|best|elder) )?(?:dog|puppy|cat|kitten|horse|pony|parrot|bird|rabbit|bunny|hamster|turtle|tortoise|goldfish|fish|pet|wife|husband|partner|girlfriend|boyfriend|fiancée?|spouse|son|daughter|baby|child|brother|sister|twin|mother|mum|mom|father|dad|grandmother|grandma|grandfather|grandpa|aunt|uncle|cousin|nephew|niece|friend|flatmate|roommate|boss|colleague|neighbour|neighbor|teacher)'

const OCCUPATION =
  /^(?:\p{L}+ )?(?:\p{L}+(?:er|or|ist|eer|man|woman|ician|arian|wright)|nurse|cook|chef|pilot|tailor|student|pupil|accountant|assistant|consultant|clerk|judge|architect|mechanic|vet|veterinary|midwife|priest|guide|guard|coach|smith|butcher|scientist|economist|surgeon|paramedic|dietitian|attorney|translator)$/iu
const NOT_AN_OCCUPATION =
  /\b(?:member|believer|lover|hater|beginner|sinner|winner|loser|mother|father|brother|sister|daughter|customer|user|smoker|drinker|supporter|follower|foreigner|stranger|teenager|owner|newcomer|outsider|survivor|donor|minor|senior|junior|visitor|voter|vegetarian|person|man|woman|human|swinger|lefty|feminist|socialist|communist|fascist|nationalist|racist|pacifist|optimist|pessimist|realist|anarchist|atheist|buddhist|christian|better|other|former|leader of the opposition)$/i

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*'
const DATE = `(?:the )?(?:\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?)(?:,? \\d{4})?|\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[./]\\d{1,2}(?:[./]\\d{2,4})?`

const NOT_LIKED =
  /^(?:you|your|it|its|this|that|these|those|them|him|her|me|us|what|how|when|where|who|the way|the idea|my|his|their|our|one|some|most|everything|everyone|nothing|to (?:know|ask|see|hear|have|order|book|get))\b/i
const LIST_WORDS_MAX = 4

const LANGUAGE =
  /^(?:\p{Lu}\p{L}+|english|spanish|french|german|portuguese|italian|hindi|arabic|indonesian|thai|vietnamese|tagalog|norwegian|swedish|danish|finnish|dutch|polish|russian|ukrainian|turkish|chinese|mandarin|japanese|korean|greek|quechua|swahili|romanian|czech|hungarian|hebrew|persian|urdu|bengali)$/u

const article = (noun: string) =>
  /^(?:an?|the) /i.test(noun) ? noun : `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`
const ending =
  / (?:now|currently|today|these days|at the moment|again|too|as well|already|(?:very )?much|a lot|best|most|(?:last|this) (?:year|month|week|summer|winter|spring|autumn|fall)|in (?:19|20)\d\d|since .+|for (?:\d+|a|two|three|many|some) .+|with (?:my|our|two|three|a) .+)$/i

/** In the order in which they are tried. */
export const FORMS: readonly Form[] = [
  {
    kind: 'profile',
    field: 'name',
    pattern: /^(?:my (?:first |full )?name(?: is|'s)(?: now)?|i(?: am|'m) (?:called|named)) (?<value>.+)$/i,
    isProper: true,
    accepts: isProperName,
    says: (value) => `The person's name is ${value}.`,
  },
  {
    kind: 'profile',
    field: 'name',
    pattern: /^(?:please |you can |just )*call me (?<value>\p{Lu}.*)$/u,
    accepts: isProperName,
    says: (value) => `The person's name is ${value}.`,
  },
  {
    kind: 'profile',
    field: 'name',
    pattern: /^[Ii](?: am|'m) (?<value>\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+){0,2})$/u,
    accepts: all(isProperName, isNone(NOT_A_NAME)),
    says: (value) => `The person's name is ${value}.`,
  },
  {
    kind: 'profile',
    field: 'place',
    pattern:
      /^(?:(?:i|we)(?:'m| am| are|'re)? (?:now |currently |still )?(?:live|living|based)(?: now)? in|my home is(?: now)? in|(?:i|we)(?:'ve| have)? (?:just |recently |now )?moved to) (?<value>.+)$/i,
    ending,
    isProper: true,
    accepts: (value) => isProperName(value.replaceAll(', ', ' ')),
    says: (value) => `The person lives in ${value}.`,
  },
  {
    kind: 'profile',
    field: 'languages',
    pattern: /^i (?:can |also )*speak (?:a little |some |fluent )?(?<value>.+)$/i,
    ending,
    isList: true,
    isProper: true,
    accepts: (value) => LANGUAGE.test(value),
    says: (value) => `The person speaks ${value}.`,
  },
  {
    kind: 'profile',
    field: 'avoid',
    pattern: /^i(?: am|'m) (?:very |severely |also )?allergic to (?<value>.+)$/i,
    isList: true,
    accepts: all(words(LIST_WORDS_MAX), isNone(NOT_LIKED)),
    says: (value) => `The person is allergic to ${value}.`,
  },
  {
    kind: 'profile',
    field: 'avoid',
    pattern: /^i have an? (?<value>[\p{L} -]+?) allergy$/iu,
    accepts: all(words(2), isNone(/^(?:bad|severe|strange|food|new)$/i)),
    says: (value) => `The person is allergic to ${value}.`,
  },
  ...[
    `my (?<relation>${RELATIONS})(?:'s name is| is (?:called|named))`,
    `(?:i|we) have an? (?<relation>${RELATIONS}) (?:called|named)`,
  ].map((beginning): Form => ({
    kind: 'profile',
    field: 'people',
    pattern: new RegExp(`^${beginning} (?<value>.+)$`, 'iu'),
    isProper: true,
    accepts: isProperName,
    says: (value, relation) => `The person's ${relation} is called ${value}.`,
  })),
  {
    kind: 'profile',
    field: 'preference',
    pattern: /^my favou?rite (?<relation>\p{L}+(?: \p{L}+)?) (?:is|are) (?<value>.+)$/iu,
    ending,
    accepts: all(words(LIST_WORDS_MAX), isNone(/^(?:what|how|when|you|your)\b/i)),
    says: (value, relation) => `The person's favourite ${relation.replace('color', 'colour')} is ${value}.`,
  },
  {
    kind: 'profile',
    field: 'preference',
    pattern: /^i (?:really |also |absolutely |just |do |actually )*(?:like|love|enjoy|adore|prefer) (?<value>.+)$/i,
    ending,
    isList: true,
    accepts: all(words(LIST_WORDS_MAX), isNone(NOT_LIKED), (value) => /^[\p{L}\p{N}\p{M}' -]+$/u.test(value)),
    says: (value) => `The person likes ${value}.`,
  },
  {
    kind: 'profile',
    field: 'preference',
    pattern:
      /^i (?:really |also |absolutely |just |actually )*(?:(?:do not|don't) (?:really |actually )?(?:like|love|enjoy)|dislike|hate) (?<value>.+)$/i,
    ending: / (?:any ?more|at all|now|too|either|much|very much)$/i,
    isList: true,
    mayNegate: true,
    accepts: all(words(LIST_WORDS_MAX), isNone(NOT_LIKED), isNone(/^(?:only|just|all|every)\b/i), (value) =>
      /^[\p{L}\p{N}\p{M}' -]+$/u.test(value),
    ),
    says: (value) => `The person does not like ${value}.`,
  },
  {
    kind: 'fact',
    pattern: new RegExp(`^(?:my birthday is(?: on)?|i was born on) (?<value>${DATE})$`, 'i'),
    accepts: () => true,
    says: (value) => `The person's birthday is ${value}.`,
  },
  {
    kind: 'fact',
    pattern: /^(?:i work(?: now)? as|i(?: am|'m) working as|my job is(?: to be)?) (?:an? |the )?(?<value>.+)$/i,
    ending,
    accepts: all(words(3), isNone(/^(?:hard|boring|fun|great|stressful|usual|well|much)\b/i)),
    says: (value) => `The person works as ${article(value)}.`,
  },
  {
    kind: 'fact',
    pattern: /^i(?: am|'m)(?: now)? an? (?<value>.+)$/i,
    ending,
    accepts: all(words(2), (value) => OCCUPATION.test(value), isNone(NOT_AN_OCCUPATION)),
    says: (value) => `The person works as ${article(value)}.`,
  },
  {
    kind: 'profile',
    field: 'instruction',
    pattern:
      /^(?:please )?(?:from now on,? )?(?:please )?(?<value>(?:always|never) (?:answer|reply|respond|write|speak|talk|use|call|address|be|keep|explain|give|tell|say|add|end|start|recommend|suggest)\b.*)$/i,
    mayNegate: true,
    accepts: words(16),
    says: (value) => `The person asks to ${value.replace(/^\p{L}/u, (letter) => letter.toLowerCase())}.`,
  },
  {
    kind: 'profile',
    field: 'instruction',
    pattern:
      /^(?:please )?from now on,? (?:please )?(?<value>(?:answer|reply|respond|write|speak|talk|use|call|address|be|keep|explain)\b.*)$/i,
    accepts: words(16),
    says: (value) => `The person asks to ${value} from now on.`,
  },
]
