import { sayer } from '#machine/sentence.ts'

/** What operators are told of models and machines; `console/web/texts` has it in the other languages. */
export const ENGINE_SENTENCES = {
  'engine.loading.one': '{model} is being loaded, for {count} second so far.',
  'engine.loading.other': '{model} is being loaded, for {count} seconds so far.',
  'engine.restarting.one': '{model} is being started again, for {count} second so far.',
  'engine.restarting.other': '{model} is being started again, for {count} seconds so far.',
  'engine.testing.one': '{model} is being tested, for {count} second so far.',
  'engine.testing.other': '{model} is being tested, for {count} seconds so far.',
  'fit.any': 'It runs on any machine.',
  'fit.on-card': 'It needs {needed} of a graphics card, and {name} has that.',
  'fit.on-machine': 'It needs {memory} of memory and {cores} cores, and this machine has that.',
  'fit.needs': 'It needs {memory} of memory and {cores} cores, or a graphics card with {card}.',
  'fit.has-memory': 'This machine has {memory} of memory.',
  'fit.has-cores.one': 'This machine has {count} core.',
  'fit.has-cores.other': 'This machine has {count} cores.',
  'fit.has-both.one': 'This machine has {memory} of memory and {count} core.',
  'fit.has-both.other': 'This machine has {memory} of memory and {count} cores.',
  'fit.together': 'Both models together need {needed} of memory, this machine has {have}.',
  'fit.together-on-card': 'Both models together need {needed} of graphics memory, this machine has {have}.',
  'fit.no-room-beside': 'It takes about {needed} beside the model that serves, and only {free} of memory are free.',
} as const

export const say = sayer(ENGINE_SENTENCES)
