import type { MemoryField, MemoryItemKind } from '#core/contract/memory.ts'
import type { Names } from './names.ts'
import type { Words } from './words.ts'

export type Slot = keyof Words | keyof Names
export type Category = 'profile' | 'preference' | 'instruction' | 'fact' | 'changed' | 'event'

/** A thing that a person tells of themself, in no language yet. */
export type Concept = {
  readonly category: Exclude<Category, 'changed'>
  readonly kind: MemoryItemKind
  readonly field?: MemoryField
  /** The last one is the value that is asked for, and that may change. */
  readonly slots: readonly Slot[]
  /** What an extraction should find; also in English where the person wrote another language. */
  readonly item: string
  /** Everybody tells it. */
  readonly isCommon?: true
}

export const CONCEPTS = {
  name: profile('name', ['name'], 'The person is called {name}.', true),
  place: profile('place', ['city'], 'The person lives in {city}.', true),
  languages: profile('languages', ['language'], 'The person speaks {language}.'),
  partner: profile('people', ['woman'], 'The person is married to {woman}.'),
  pet: profile('people', ['animal', 'petName'], 'The person has {animal} called {petName}.'),
  sibling: profile('people', ['man'], 'The person has a brother called {man}.'),
  allergy: profile('avoid', ['food'], 'The person is allergic to {food}.', true),

  music: preference('music', 'The person mostly listens to {music}.'),
  drink: preference('drink', 'The person starts the day with {drink}.'),
  cuisine: preference('cuisine', 'The person prefers {cuisine} food.'),
  films: preference('film', 'The person watches {film}.'),
  colour: preference('colour', 'The favourite colour of the person is {colour}.'),
  books: preference('book', 'The person reads {book}.'),
  holiday: preference('holiday', 'The person likes to spend holidays {holiday}.'),
  exercise: preference('sport', 'The person does {sport}.'),

  brief: instruction('Answer in at most two sentences.'),
  emoji: instruction('Use no emojis.'),
  clock: instruction('Give times on the 24-hour clock.'),
  servings: instruction('Write recipes for {number} people.', ['number']),
  lists: instruction('Use bullet points.'),
  jargon: instruction('Explain without technical terms.'),

  employer: fact(['company'], 'The person works at {company}.', true),
  vehicle: fact(['vehicle'], 'The person drives {vehicle}.'),
  lesson: fact(['lesson', 'weekday'], 'The {lesson} class of the person is on {weekday}.'),
  skill: fact(['skill'], 'The person is learning {skill}.'),
  childhood: fact(['origin'], 'The person grew up in {origin}.'),
  degree: fact(['subject'], 'The person has a degree in {subject}.'),

  trip: event(['town', 'friend'], 'The person went to {town} with {friend}.'),
  broken: event(['device'], 'The {device} of the person broke.'),
  bought: event(['bought'], 'The person bought {bought}.'),
  concert: event(['band'], 'The person saw {band} on stage.'),
  planted: event(['plant'], 'The person planted {plant}.'),
  lost: event(['lost'], 'The person lost their {lost}.'),
  visit: event(['guest'], '{guest} came to stay with the person.'),
  prize: event(['prize'], 'The person won the {prize}.'),
} as const satisfies Record<string, Concept>

export type ConceptName = keyof typeof CONCEPTS
export const conceptNames = Object.keys(CONCEPTS) as ConceptName[]

/** What has to be found together to answer one question. */
export const TOGETHER = {
  family: ['partner', 'sibling', 'pet'],
  meal: ['allergy', 'cuisine'],
  week: ['lesson', 'exercise'],
  commute: ['place', 'employer', 'vehicle'],
} as const satisfies Record<string, readonly ConceptName[]>

export type TogetherName = keyof typeof TOGETHER
export const togetherNames = Object.keys(TOGETHER) as TogetherName[]

function profile(field: MemoryField, slots: readonly Slot[], item: string, isCommon?: true): Concept {
  return { category: 'profile', kind: 'profile', field, slots, item, ...(isCommon && { isCommon }) }
}

function preference(slot: Slot, item: string): Concept {
  return { category: 'preference', kind: 'profile', field: 'preference', slots: [slot], item }
}

function instruction(item: string, slots: readonly Slot[] = []): Concept {
  return { category: 'instruction', kind: 'profile', field: 'instruction', slots, item }
}

function fact(slots: readonly Slot[], item: string, isCommon?: true): Concept {
  return { category: 'fact', kind: 'fact', slots, item, ...(isCommon && { isCommon }) }
}

function event(slots: readonly Slot[], item: string): Concept {
  return { category: 'event', kind: 'event', slots, item }
}
